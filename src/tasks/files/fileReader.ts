import { failureOf, PlaygroundError } from "../../protocol/playgroundError.ts";
import { z } from "../../protocol/zod.ts";
import { fileText } from "./fileText.ts";

/** A file as the page has it: its name, with the folders in which it lies, and its bytes. */
export const chosenFileSchema = z.object({
  path: z.string(),
  data: z.custom<Blob>((value) => value instanceof Blob),
});
export type ChosenFile = z.infer<typeof chosenFileSchema>;

/** Files of a task's contexts: read on the page, or by the same code in a worker. */
export interface FileReader {
  /**
   * @param before what was read earlier and may be joined, in the reader's own form
   * @returns what a message can carry; the page's side of the task checks it on arrival
   * @throws PlaygroundError "bad-input" where nothing at all can be read
   */
  read(files: readonly ChosenFile[], before: unknown): Promise<unknown>;
}

/** What reading comes to, in a form that a message can carry. */
export const readReplySchema = z.discriminatedUnion("kind", [
  /** What the reader gave. */
  z.object({ kind: z.literal("read"), read: z.unknown() }),
  z.object({ kind: z.literal("failed"), problem: z.string() }),
]);
export type ReadReply = z.infer<typeof readReplySchema>;

/** Never rejects: what is wrong is said in words. */
export async function readBy(
  reader: FileReader,
  files: readonly ChosenFile[],
  before: unknown,
): Promise<ReadReply> {
  try {
    return { kind: "read", read: await reader.read(files, before) };
  } catch (error) {
    return { kind: "failed", problem: inWords(error) };
  }
}

/** @throws PlaygroundError "bad-input" where the browser does not let it be read */
export async function textOf({ path, data }: ChosenFile): Promise<string> {
  try {
    return fileText(new Uint8Array(await data.arrayBuffer()));
  } catch (cause) {
    throw new PlaygroundError("bad-input", `“${path}” could not be read.`, "Choose it again.", { cause });
  }
}

/** What is wrong and what to do, as one text. */
export function inWords(error: unknown): string {
  const { message, advice } = failureOf(error);
  return `${message} ${advice}`.trim();
}
