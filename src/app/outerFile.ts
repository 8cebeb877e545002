import { OUTER_VERSION, type OuterEvent, outerEventSchema } from "../protocol/outerEvents.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { z } from "../protocol/zod.ts";
import { withOuter } from "./liveOuter.ts";
import type { OuterState } from "./outerState.ts";
import { summariseOuter } from "./outerSummary.ts";
import type { Playground } from "./playground.ts";
import { reduceOuter } from "./reduceOuter.ts";
import { changeOuter, notify } from "./store.ts";

const FORMAT = "self-edit-playground/rounds";
const fileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(OUTER_VERSION),
  events: z.array(outerEventSchema),
});

/** The file of these rounds; null where their log can no longer be read. */
export async function exportOuter({ outer }: Playground, runId: string): Promise<string | null> {
  const events = await outer.archive.loadLog(runId);
  return events && JSON.stringify({ format: FORMAT, version: OUTER_VERSION, events }, null, 1);
}

/** Shows the rounds of a file, and lists them as a recording; one's own stay one's own. */
export async function importOuter({ outer, store }: Playground, text: string): Promise<void> {
  try {
    const { events, state } = readOuter(text);
    const { runs } = store.getState().outer;
    if (!runs.some((run) => run.runId === state.runId && !run.recorded)) {
      const summary = { ...summariseOuter(state), recorded: true };
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
function readOuter(text: string): { events: OuterEvent[]; state: OuterState } {
  const file = fileSchema.safeParse(jsonOf(text));
  if (!file.success) {
    const [issue] = file.error.issues;
    throw unreadable(`${issue?.path.join(".") || "the file"} has another form`);
  }
  const { events } = file.data;
  const state = events.reduce<OuterState | null>(reduceOuter, null);
  // Only whoever has the writer's updates can go on with unfinished rounds as they were.
  if (state?.status !== "finished") throw unreadable("they were not finished");
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
