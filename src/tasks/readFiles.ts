import { z } from "../protocol/zod.ts";
import { chosenFileSchema, inWords } from "./files/chosenFile.ts";
import { findTask } from "./findTask.ts";

/** Files of a task's contexts that are to be read, in a form that can be sent to a worker; so can the reply. */
export const readRequestSchema = z.object({
  task: z.string(),
  files: z.array(chosenFileSchema),
  /** What was read earlier, in the form of the task's reader; absent where it takes none. */
  before: z.optional(z.unknown()),
});
export type ReadRequest = z.infer<typeof readRequestSchema>;

export const readReplySchema = z.discriminatedUnion("kind", [
  /** What the task's reader gave. */
  z.object({ kind: z.literal("read"), read: z.unknown() }),
  z.object({ kind: z.literal("failed"), problem: z.string() }),
]);
export type ReadReply = z.infer<typeof readReplySchema>;

/** Reads files by the reader of their task. Never rejects: what is wrong is said in words. */
export async function readFiles({ task, files, before }: ReadRequest): Promise<ReadReply> {
  try {
    const reader = await findTask(task).files?.();
    if (!reader) throw new Error(`The task “${task}” reads no files.`);
    return { kind: "read", read: await reader.read(files, before) };
  } catch (error) {
    return { kind: "failed", problem: inWords(error) };
  }
}
