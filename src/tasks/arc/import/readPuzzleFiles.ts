import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { z } from "../../../protocol/zod.ts";
import { type ChosenFile, type FileReader, inWords, textOf } from "../../files/fileReader.ts";
import { gridSchema, puzzleSchema } from "../puzzle.ts";
import { type ArcBefore, type ArcFile, importArc, MAX_FILE_CHARACTERS, taskNameOf } from "./importArc.ts";

const namedPuzzleSchema = z.object({ name: z.string(), puzzle: puzzleSchema });
const answersSchema = z.map(z.string(), z.array(gridSchema));
const beforeSchema = z.object({ puzzles: z.array(namedPuzzleSchema), answers: answersSchema });

export const readPuzzlesSchema = z.object({
  puzzles: z.array(namedPuzzleSchema),
  /** Answers whose puzzles are not there yet. */
  answers: answersSchema,
  /** What is wrong with what could not be read, one sentence each; the first hundred. */
  rejected: z.array(z.string()),
  rejectedCount: z.int(),
  /** What else there is to say. */
  notes: z.array(z.string()),
});
type ReadPuzzles = z.infer<typeof readPuzzlesSchema>;

export const puzzleFiles: FileReader = {
  read: (files, before) => puzzlesOf(files, beforeSchema.parse(before)),
};

async function puzzlesOf(files: readonly ChosenFile[], before: ArcBefore): Promise<ReadPuzzles> {
  const unreadable: string[] = [];
  const texts: ArcFile[] = [];
  for (const file of files) {
    const name = taskNameOf(file.path);
    try {
      // Four bytes a character at most: what is larger need not be read to be refused.
      if (file.data.size > 4 * MAX_FILE_CHARACTERS) {
        throw new PlaygroundError(
          "bad-input",
          `“${name}” is too large to be ARC tasks.`,
          "Split it into smaller files.",
        );
      }
      texts.push({ name, text: await textOf(file) });
    } catch (error) {
      unreadable.push(inWords(error));
    }
  }
  if (texts.length === 0) throw new PlaygroundError("bad-input", unreadable[0] ?? "There are no files.", "");
  const { puzzles, answers, rejected, rejectedCount, notes } = importArc(texts, before);
  return {
    puzzles,
    answers,
    rejected: [...unreadable, ...rejected.map(inWords)],
    rejectedCount: rejectedCount + unreadable.length,
    notes,
  };
}
