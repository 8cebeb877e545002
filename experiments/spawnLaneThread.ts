import { Worker } from "node:worker_threads";
import type { LaneWorker } from "../workers/lanes/openLanes.ts";

/** A lane of the commands: a thread of Node with a model of its own, whose "id" is what `startRuntime` takes. */
export function spawnLaneThread(): LaneWorker {
  const thread = new Worker(new URL("./laneThread.mjs", import.meta.url));
  return {
    post: (command) => thread.postMessage(command),
    listen(onMessage, onError) {
      thread.on("message", onMessage);
      thread.on("error", ({ message }: Error) => onError(message));
    },
    end: () => void thread.terminate(),
  };
}
