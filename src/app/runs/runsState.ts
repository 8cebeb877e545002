import { KIND_IDS, type KindId } from "../../protocol/runEvent.ts";
import type { LogOf, StateOf, SummaryOf } from "../../runs/kinds.ts";
import type { Pace } from "../../runs/playback.ts";
import type { RunSource } from "../../runs/runKind.ts";

/** A run from the table or a file, played from its log. */
export interface OpenedRun<K extends KindId> {
  source: RunSource;
  log: LogOf<K>;
  /** How many events of the log have been applied. */
  position: number;
  state: StateOf<K>;
  playing: boolean;
  pace: Pace;
}

/** What is on screen of one kind and one task. */
export interface ShownRun<K extends KindId> {
  /** The run of this visit that was started, or resumed, last. */
  live: StateOf<K> | null;
  /** Shown instead of it. */
  opened: OpenedRun<K> | null;
}

export interface RunsOf<K extends KindId> {
  /** By task. */
  shown: Readonly<Record<string, ShownRun<K>>>;
  /** Of all tasks, newest first. */
  list: readonly SummaryOf<K>[];
}

/** The runs of every kind. */
export type RunsState = { readonly [K in KindId]: RunsOf<K> };

/** Who has the model: at most one run, or one piece of other work, at a time, from the moment when it is asked for. */
export type EngineLease = RunLease | WorkLease;

export interface RunLease {
  kind: KindId;
  task: string;
  runId: string;
  /** Asked for and not answered yet. */
  asked: "start" | "pause" | "cancel" | null;
  /** Asked unbidden, before anything was pressed: it gives way to any run. */
  isPreview: boolean;
}

/** The machine is being measured, or something is done with the versions of the model. */
export interface WorkLease {
  kind: "measurement" | "versionWork";
  /** Its own; no run has it. */
  runId: string;
  asked: "start" | "cancel" | null;
  isPreview: false;
}

export const NO_RUNS: RunsState = {
  edit: { shown: {}, list: [] },
  rounds: { shown: {}, list: [] },
  stream: { shown: {}, list: [] },
  batch: { shown: {}, list: [] },
  versions: { shown: {}, list: [] },
};

interface WithRuns {
  runs: RunsState;
  engine: EngineLease | null;
}

/** The run that was started last in this visit. */
export function liveRun<K extends KindId>({ runs }: WithRuns, kind: K, task: string): StateOf<K> | null {
  return runs[kind].shown[task]?.live ?? null;
}

export function openedRun<K extends KindId>({ runs }: WithRuns, kind: K, task: string): OpenedRun<K> | null {
  return runs[kind].shown[task]?.opened ?? null;
}

/** The run on screen. */
export function shownRun<K extends KindId>(state: WithRuns, kind: K, task: string): StateOf<K> | null {
  return openedRun(state, kind, task)?.state ?? liveRun(state, kind, task);
}

/** The run on screen where it is one's own, is shown to its end, and can be gone on with. */
export function unfinishedRun<K extends KindId>(state: WithRuns, kind: K, task: string): StateOf<K> | null {
  const run = shownRun(state, kind, task);
  const opened = openedRun(state, kind, task);
  if (run === null || run.status === "finished" || leaseOf(state, kind, task)) return null;
  if (opened && (opened.source === "recorded" || opened.position < opened.log.length)) return null;
  return run;
}

/** The runs of a task, newest first. */
export function runsOf<K extends KindId>({ runs }: WithRuns, kind: K, task: string): SummaryOf<K>[] {
  return runs[kind].list.filter((run) => run.task === task);
}

/** A run has the model, whether or not it is the one on screen. */
export function isBusy({ engine }: WithRuns): boolean {
  return engine !== null && !engine.isPreview;
}

/** The model is with a run, if only a preview's. */
export function runLease({ engine }: Pick<WithRuns, "engine">): RunLease | null {
  return engine !== null && "task" in engine ? engine : null;
}

/** The model is with a run of this kind and task. */
export function leaseOf(state: WithRuns, kind: KindId, task?: string): RunLease | null {
  const lease = runLease(state);
  const isIt = lease?.kind === kind && !lease.isPreview && (task === undefined || lease.task === task);
  return isIt ? lease : null;
}

/** The one that has the model and goes on, as it stands; null while none does, or it has not begun. */
export function busyRun<K extends KindId>(state: WithRuns, kind: K, task: string): StateOf<K> | null {
  const live = liveRun(state, kind, task);
  return live !== null && leaseOf(state, kind, task)?.runId === live.runId ? live : null;
}

export function changeRuns<K extends KindId>(
  runs: RunsState,
  kind: K,
  change: (runs: RunsOf<K>) => Partial<RunsOf<K>>,
): RunsState {
  return { ...runs, [kind]: { ...runs[kind], ...change(runs[kind]) } };
}

export function changeShown<K extends KindId>(
  runs: RunsState,
  kind: K,
  task: string,
  change: (shown: ShownRun<K>) => Partial<ShownRun<K>>,
): RunsState {
  return changeRuns(runs, kind, ({ shown }): Partial<RunsOf<K>> => {
    const before = shown[task] ?? { live: null, opened: null };
    return { shown: { ...shown, [task]: { ...before, ...change(before) } } };
  });
}

/** Where a run is shown; null where it is not. */
export function placeOf({ runs }: WithRuns, runId: string): { kind: KindId; task: string } | null {
  for (const kind of KIND_IDS) {
    for (const [task, { live, opened }] of Object.entries(runs[kind].shown)) {
      if (live?.runId === runId || opened?.state.runId === runId) return { kind, task };
    }
  }
  return null;
}
