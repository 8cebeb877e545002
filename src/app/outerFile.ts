import { PlaygroundError } from "../protocol/playgroundError.ts";
import { z } from "../protocol/zod.ts";
import { readLog } from "../runs/readLog.ts";
import { replay, summariseRun } from "../runs/reduceRun.ts";
import type { RoundsEvent } from "../runs/rounds/events.ts";
import { roundsKind } from "../runs/rounds/kind.ts";
import type { RoundsRun } from "../runs/rounds/state.ts";
import { withOuter } from "./liveOuter.ts";
import type { Playground } from "./playground.ts";
import { changeOuter, notify } from "./store.ts";

const FORMAT = "self-edit-playground/rounds";
const fileSchema = z.object({ format: z.literal(FORMAT), version: z.int(), events: z.array(z.unknown()) });

/** The file of these rounds; null where their log can no longer be read. */
export async function exportOuter({ outer }: Playground, runId: string): Promise<string | null> {
  const events = await outer.archive.loadLog(runId);
  return events && JSON.stringify({ format: FORMAT, version: roundsKind.version, events }, null, 1);
}

/** Shows the rounds of a file, and lists them as a recording; one's own stay one's own. */
export async function importOuter({ outer, store }: Playground, text: string): Promise<void> {
  try {
    const { events, state } = readOuter(text);
    const { runs } = store.getState().outer;
    if (!runs.some((run) => run.runId === state.runId && run.source === "own")) {
      const summary = summariseRun(roundsKind, state, "recorded");
      await outer.archive.save(summary, events);
      changeOuter(store, { runs: withOuter(runs, summary) });
    }
    await outer.open(state.runId);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    notify(store, {
      tone: "error",
      message,
      advice: "Choose a file that “Export” of finished rounds has made.",
    });
  }
}

/** Every event is checked, and the whole is replayed once. Throws a `PlaygroundError` that says what is wrong. */
function readOuter(text: string): { events: RoundsEvent[]; state: RoundsRun } {
  const file = fileSchema.safeParse(jsonOf(text));
  if (!file.success) {
    const [issue] = file.error.issues;
    throw unreadable(`${issue?.path.join(".") || "the file"} has another form`);
  }
  const events = readLog(roundsKind, file.data.events);
  const state = replay(roundsKind, events);
  // Only whoever has the writer's updates can go on with unfinished rounds as they were.
  if (state.status !== "finished") throw unreadable("they were not finished");
  return { events, state };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable("it is not JSON");
  }
}

function unreadable(why: string): PlaygroundError {
  return new PlaygroundError(
    "bad-input",
    `The file holds no rounds that can be shown: ${why}.`,
    "Choose another.",
  );
}
