import type { StreamBody, StreamEvent } from "../src/runs/stream/events.ts";
import { streamKind } from "../src/runs/stream/kind.ts";
import { type EventFile, isSame, openEventFile } from "./eventFile.ts";

type Plan = Omit<Extract<StreamBody, { type: "started" }>, "type" | "startedAt">;

/**
 * The log of a stream on disk.
 *
 * @param plan what the run is to be; only a log of the same is continued
 * @throws PlaygroundError "bad-input" if the file is of another plan
 */
export function openForgetLog(json: string, plan: Plan): Promise<EventFile<StreamEvent>> {
  return openEventFile(
    json,
    streamKind,
    ({ body }) => body.type === "started" && isSame(asked(body), asked(plan)),
  );
}

/** Threads and backend may differ; what was asked, of which model, may not. */
function asked({ task, model, settings, taskSettings, contexts }: Plan): unknown {
  return { hash: model.hash, task, settings, taskSettings, contexts };
}
