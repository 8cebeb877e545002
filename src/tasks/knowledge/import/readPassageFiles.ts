import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { z } from "../../../protocol/zod.ts";
import { type ChosenFile, type FileReader, inWords, textOf } from "../../files/fileReader.ts";
import { type Passage, passageSchema } from "../metadata.ts";
import { importRemarks, MAX_PASSAGE_FILE_BYTES, readPassages } from "./passageFile.ts";

export const readPassagesSchema = z.object({
  passages: z.array(passageSchema),
  remarks: z.array(z.string()),
});
type ReadPassages = z.infer<typeof readPassagesSchema>;

/** Sentences about a set of files; more would be read by nobody. */
const MAX_REMARKS = 10;

export const passageFiles: FileReader = { read: passagesOf };

async function passagesOf(files: readonly ChosenFile[]): Promise<ReadPassages> {
  const passages: Passage[] = [];
  const remarks: string[] = [];
  for (const file of files) {
    try {
      if (file.data.size > MAX_PASSAGE_FILE_BYTES) {
        throw new PlaygroundError(
          "bad-input",
          `“${file.path}” is too large to be a list of passages.`,
          `Give a file of at most ${MAX_PASSAGE_FILE_BYTES / 1e6} MB.`,
        );
      }
      const imported = readPassages(await textOf(file));
      passages.push(...imported.passages);
      remarks.push(
        ...importRemarks(imported).map((one) => (files.length === 1 ? one : `${file.path}: ${one}`)),
      );
    } catch (error) {
      // Of several files, those that are something else are left out and said.
      if (files.length === 1) throw error;
      remarks.push(`${file.path}: ${inWords(error)}`);
    }
  }
  if (passages.length === 0) throw new PlaygroundError("bad-input", remarks[0] ?? "There are no files.", "");
  const more = remarks.length - MAX_REMARKS;
  if (more > 0) remarks.splice(MAX_REMARKS, more, `And ${more} more remarks.`);
  return { passages, remarks };
}
