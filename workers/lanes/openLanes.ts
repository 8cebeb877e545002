import { cancelled, errorOf, PlaygroundError, throwIfCancelled } from "../../src/protocol/playgroundError.ts";
import type { ModelInfo } from "../../src/protocol/run.ts";
import { withTimeLimit } from "../../src/protocol/timeLimit.ts";
import type { EditTold } from "../../src/runs/rounds/events.ts";
import type { CopyLane } from "../../src/seal/lanes.ts";
import { type LaneCommand, type LaneOpening, laneAnswerSchema } from "./laneMessages.ts";

/** A worker that runs `serveLane`: a browser's, or a thread of Node. */
export interface LaneWorker {
  post(command: LaneCommand): void;
  /** @param onError is told why it stopped, where that is known */
  listen(onMessage: (message: unknown) => void, onError: (why: string) => void): void;
  end(): void;
}

/** A larger model's copies need much memory, and several threads of one gain nearly as much. */
const MOST_PARAMETERS = 5e6;
/** More would make phones hot. */
const MOST_LANES = 4;
/** Whoever has not loaded a small model by then will not. */
const PATIENCE_MS = 30_000;

/** Where copies can run. */
export interface LaneHost {
  /** That run at once on this machine. */
  readonly processors: number;
  readonly spawn: () => LaneWorker;
}

/** How many copies of a model are worth while; 0: it works alone. */
function lanesFor(
  { backend, parameters }: Pick<ModelInfo, "backend" | "parameters">,
  processors: number,
): number {
  const lanes = Math.min(processors, MOST_LANES);
  return backend === "wasm" && parameters <= MOST_PARAMETERS && lanes > 1 ? lanes : 0;
}

/**
 * Opens copies of a small model, each in a worker with one thread. Where fewer than two can be had, none are: the model then works
 * alone. After an abort all are ended, and whoever waits for one hears "cancelled".
 */
export async function openLanes(
  info: Pick<ModelInfo, "backend" | "parameters">,
  { processors, spawn }: LaneHost,
  opening: LaneOpening,
  signal: AbortSignal | undefined,
): Promise<readonly CopyLane[]> {
  const all = await Promise.allSettled(
    Array.from({ length: lanesFor(info, processors) }, async () => openLane(spawn(), opening, signal)),
  );
  throwIfCancelled(signal);
  const lanes = all.flatMap((lane) => (lane.status === "fulfilled" ? [lane.value] : []));
  if (lanes.length > 1) return lanes;
  for (const lane of lanes) lane.close();
  return [];
}

async function openLane(
  worker: LaneWorker,
  opening: LaneOpening,
  signal: AbortSignal | undefined,
): Promise<CopyLane> {
  let asked: { resolve(): void; reject(error: Error): void; emit(body: EditTold): void } | null = null;
  /** Why it will never answer again. */
  let end: Error | null = null;
  const fail = (error: Error) => {
    asked?.reject(error);
    asked = null;
  };
  const hear = (message: unknown) => {
    const answer = laneAnswerSchema.parse(message);
    if (answer.type === "told") asked?.emit(answer.body);
    else if (answer.type === "failed") fail(errorOf(answer.failure));
    else {
      asked?.resolve();
      asked = null;
    }
  };
  const endBy = (error: Error) => {
    end ??= error;
    fail(end);
  };
  worker.listen(hear, (why) => endBy(stopped(why)));
  const ask = (command: LaneCommand, emit: (body: EditTold) => void = () => {}) =>
    new Promise<void>((resolve, reject) => {
      if (end !== null) return reject(end);
      asked = { resolve, reject, emit };
      worker.post(command);
    });
  const close = () => {
    signal?.removeEventListener("abort", close);
    worker.end();
    endBy(cancelled());
  };
  signal?.addEventListener("abort", close);
  try {
    throwIfCancelled(signal);
    await withTimeLimit(ask({ type: "open", ...opening }), PATIENCE_MS, () => stopped("it does not answer"));
  } catch (error) {
    close();
    throw error;
  }
  return {
    judge: (edits, emit) => ask({ type: "judge", edits }, emit),
    merge: (update) => ask({ type: "merge", update }),
    close,
  };
}

function stopped(why: string): PlaygroundError {
  return new PlaygroundError(
    "internal",
    `A copy of the model that judges edits has stopped: ${why || "no reason was given"}.`,
    "Resume the run: what is done is kept.",
  );
}
