import type { Failure } from "../protocol/playgroundError.ts";
import { failureSchema, type ModelInfo, modelInfoSchema } from "../protocol/run.ts";
import type { KindId } from "../protocol/runEvent.ts";
import { z } from "../protocol/zod.ts";
import type { Growth } from "./growth.ts";

const RUN_STATUSES = ["running", "paused", "finished", "cancelled", "failed"] as const;
const statusSchema = z.enum(RUN_STATUSES);

/** How it stands with a run of any kind. */
export type RunStatus = z.infer<typeof statusSchema>;

/** The run has ended, well or not; one that did not finish may be resumed all the same. */
export function isOver({ status }: { status: RunStatus }): boolean {
  return ENDS.includes(status);
}

/** Whether a body says how its run ended, of whatever kind. */
export function endsRun({ type }: { type: string }): boolean {
  return ENDS.includes(type);
}

const ENDS: readonly string[] = ["finished", "cancelled", "failed"] satisfies RunStatus[];

/** What the first body of every kind says; each kind adds what it was set up with. */
export const STARTED = {
  type: z.literal("started"),
  model: modelInfoSchema,
  startedAt: z.iso.datetime(),
};

/** How a run of any kind goes on and ends. The last body of a log is one of the last three. */
export const LIFECYCLE = [
  /** It waits for a person. */
  z.object({ type: z.literal("paused") }),
  z.object({ type: z.literal("continued") }),
  /** After an interruption: what was not finished is done again. */
  z.object({ type: z.literal("resumed") }),
  z.object({ type: z.literal("finished") }),
  z.object({ type: z.literal("cancelled") }),
  z.object({ type: z.literal("failed"), failure: failureSchema }),
] as const;
export type LifecycleBody = z.infer<(typeof LIFECYCLE)[number]>;

/** Of any kind; a union of bodies each with a `type` of its own, "started" and those of `LIFECYCLE` among them. */
export interface AnyBody {
  type: string;
  failure?: Failure;
}
export type Started<Body extends AnyBody> = Extract<Body, { type: "started" }>;

/** What a run is asked for with: all that its first event says, but what only its beginning can tell. */
export type Setup<Body extends AnyBody> = Omit<Started<Body>, "type" | "model" | "startedAt"> & {
  task: string;
};

export function isStarted<Body extends AnyBody>(body: Body): body is Started<Body> {
  return body.type === "started";
}

/** What is known of every run, whatever its kind. */
export interface RunState {
  runId: string;
  /** Sequence number of the last event that was applied. */
  sequence: number;
  elapsedMs: number;
  status: RunStatus;
  /** Why it failed; null unless it did. */
  failure: Failure | null;
  task: string;
  model: ModelInfo;
  startedAt: string;
}

/** The line of a run in the table of all; kept beside the log so that the list needs no replay. */
export const SUMMARY = {
  runId: z.string(),
  name: z.string(),
  startedAt: z.string(),
  /** "recorded": it was made elsewhere and imported. */
  source: z.enum(["own", "recorded"]),
  status: statusSchema,
  task: z.string(),
  /** The model's name. */
  model: z.string(),
  elapsedMs: z.number(),
};
const summarySchema = z.object(SUMMARY);
export type RunSummary = z.infer<typeof summarySchema>;
export type RunSource = RunSummary["source"];

/**
 * One kind of run: all that is not the same for every kind. Logs, showing, keeping, resuming, files and replay are written
 * once, over this.
 */
export interface RunKind<
  Body extends AnyBody = AnyBody,
  State extends RunState = RunState,
  Summary extends RunSummary = RunSummary,
> {
  readonly id: KindId;
  /** In sentences: "this run", "this stream". */
  readonly noun: string;
  /** Of the log. Raised with a line in `migrations.ts` whenever an old log could no longer be replayed. */
  readonly version: number;
  readonly bodySchema: z.ZodMiniType<Body>;
  readonly setupSchema: z.ZodMiniType<Setup<Body>>;
  readonly summarySchema: z.ZodMiniType<Summary>;
  /** The state after the first event. `run` is what holds for every kind. */
  begin(run: RunProgress, body: Started<Body>): State;
  /**
   * What a later body changes. Pure, but for what `growth` may change in its place: every list and record that gets
   * longer from body to body grows by it. Status, failure, sequence and time are already looked after.
   *
   * @throws PlaygroundError "bad-input" for a body that cannot come here (`damaged`)
   */
  apply(state: State, body: Body, growth: Growth): State;
  /** Whether bodies of this type come too often to be shown and kept one by one; the next other one brings them along. */
  isProgress(type: Body["type"]): boolean;
  /** Of a body that begins a part of the run, a station or a round, what that part is called; null of any other. */
  sectionOf(body: Body): string | null;
  /** Adds what the table shows of this kind to what it shows of every run. */
  summarise(line: RunSummary, state: State): Summary;
}

/** The part of the state that follows from the envelopes and the lifecycle alone. */
export type RunProgress = Pick<RunState, "runId" | "sequence" | "elapsedMs" | "status" | "failure">;
