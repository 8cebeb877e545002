import { type WorkerMessage, workerMessageSchema } from "../src/protocol/events.ts";

/** Posts only what the page will accept: a wrong event shows here, where it was made, and not at the page. */
export function createPost(send: (message: WorkerMessage) => void): (message: WorkerMessage) => void {
  return (message) => send(workerMessageSchema.parse(message));
}
