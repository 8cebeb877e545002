import { failureOf, PlaygroundError } from "../protocol/playgroundError.ts";
import { z } from "../protocol/zod.ts";
import { type ArcBefore, type ArcFile, importArc, MAX_FILE_CHARACTERS, taskNameOf } from "./arc/importArc.ts";
import { gridSchema, puzzleSchema } from "./arc/puzzle.ts";
import { fileText } from "./files/fileText.ts";
import { type Passage, passageSchema } from "./knowledge/metadata.ts";
import { importRemarks, MAX_PASSAGE_FILE_BYTES, readPassages } from "./knowledge/passageFile.ts";

/** A file as the page has it: its name, with the folders in which it lies, and its bytes. */
const chosenFileSchema = z.object({
  path: z.string(),
  data: z.custom<Blob>((value) => value instanceof Blob),
});
export type ChosenFile = z.infer<typeof chosenFileSchema>;

const namedPuzzleSchema = z.object({ name: z.string(), puzzle: puzzleSchema });
const answersSchema = z.map(z.string(), z.array(gridSchema));

const readPuzzlesSchema = z.object({
  puzzles: z.array(namedPuzzleSchema),
  /** Answers whose puzzles are not there yet. */
  answers: answersSchema,
  /** What is wrong with what could not be read, one sentence each; the first hundred. */
  rejected: z.array(z.string()),
  rejectedCount: z.int(),
  /** What else there is to say. */
  notes: z.array(z.string()),
});
export type ReadPuzzles = z.infer<typeof readPuzzlesSchema>;

const readPassagesSchema = z.object({ passages: z.array(passageSchema), remarks: z.array(z.string()) });
export type ReadPassages = z.infer<typeof readPassagesSchema>;

/** Files to be read, in a form that can be sent to a worker; so can the replies. */
export const readRequestSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("puzzles"),
    files: z.array(chosenFileSchema),
    before: z.object({ puzzles: z.array(namedPuzzleSchema), answers: answersSchema }),
  }),
  z.object({ kind: z.literal("passages"), files: z.array(chosenFileSchema) }),
]);
export type ReadRequest = z.infer<typeof readRequestSchema>;

export const readReplySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("puzzles"), read: readPuzzlesSchema }),
  z.object({ kind: z.literal("passages"), read: readPassagesSchema }),
  z.object({ kind: z.literal("failed"), problem: z.string() }),
]);
export type ReadReply = z.infer<typeof readReplySchema>;

/** Sentences about a set of files; more would be read by nobody. */
const MAX_REMARKS = 10;

/** Reads files. Never rejects: what is wrong is said in words. */
export async function readFiles(request: ReadRequest): Promise<ReadReply> {
  try {
    if (request.kind === "passages") return { kind: "passages", read: await passagesOf(request.files) };
    return { kind: "puzzles", read: await puzzlesOf(request.files, request.before) };
  } catch (error) {
    return { kind: "failed", problem: inWords(error) };
  }
}

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

async function textOf({ path, data }: ChosenFile): Promise<string> {
  try {
    return fileText(new Uint8Array(await data.arrayBuffer()));
  } catch (cause) {
    throw new PlaygroundError("bad-input", `“${path}” could not be read.`, "Choose it again.", { cause });
  }
}

function inWords(error: unknown): string {
  const { message, advice } = failureOf(error);
  return `${message} ${advice}`.trim();
}
