import { z } from "../protocol/zod.ts";
import { chosenFileSchema, type ReadReply, readBy } from "./files/fileReader.ts";
import { findTask } from "./findTask.ts";

/** Files of a task's contexts, as they are sent to a worker. */
export const readRequestSchema = z.object({
  task: z.string(),
  files: z.array(chosenFileSchema),
  /** What was read earlier, in the form of the task's reader; absent where it takes none. */
  before: z.optional(z.unknown()),
});
export type ReadRequest = z.infer<typeof readRequestSchema>;

/** Reads files by the reader of their task. */
export async function readFiles({ task, files, before }: ReadRequest): Promise<ReadReply> {
  const reader = await findTask(task).files?.();
  if (!reader) throw new Error(`The task “${task}” reads no files.`);
  return readBy(reader, files, before);
}
