import { CONDITIONS, type Condition, type Piece } from "../../protocol/run.ts";
import type { BatchItem, BatchSetup } from "../../runs/batch/events.ts";
import type { BatchRun } from "../../runs/batch/state.ts";
import type { EditSetup } from "../../runs/edit/events.ts";
import type { EditRun } from "../../runs/edit/state.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import type { SetItem } from "../../tasks/page/taskPage.ts";
import type { ModelActions } from "../engine/modelActions.ts";
import type { RunLibrary } from "../runs/library.ts";
import type { Runs } from "../runs/runs.ts";
import { busyRun, isBusy, liveRun, openedRun } from "../runs/runsState.ts";
import type { PlaygroundStore } from "../store.ts";
import { ownReaders, setupIssues } from "./selectors.ts";
import { settingIssues } from "./settings.ts";
import type { Setup } from "./setup.ts";
import type { Setups } from "./setups.ts";
import { isOwnLoaded, modelFor, taskEntry } from "./taskModels.ts";

/** Runs of one edit on what is set up for a task, and of many of its contexts one after the other. */
export interface EditRuns {
  /** What a run of this would be started with; null where none can be. @param setup absent: as it stands */
  planned(task: string, setup?: Setup): EditSetup | null;
  /** The same of a batch on the model that is loaded. */
  plannedBatch(
    task: string,
    set: string,
    items: readonly SetItem<unknown>[],
    setup?: Setup,
  ): BatchSetup | null;
  start(task: string, stepByStep: boolean): void;
  /** Repeats a run's setup, with its own seed or a new one. */
  again(run: EditRun, seed: "same" | "new"): void;
  changePieces(pieces: readonly Piece[]): void;
  /** Goes on after a pause, with the pieces as the user left them. */
  continue(task: string): void;
  /** Takes over the context and the settings of the opened run, seed included. */
  reuse(task: string): void;
  /**
   * Each is run with the settings and comparisons as they stand, beginning with the model as it came.
   *
   * @param model of the task's own, which is loaded first; absent: the one that is loaded
   */
  startBatch(task: string, set: string, items: readonly SetItem<unknown>[], model?: string): Promise<void>;
  /** Shows the context of an item of a batch. */
  chooseItem(batch: BatchRun, index: number): void;
}

/** What a run is about; the rest is compared with it. */
const ALWAYS: readonly Condition[] = ["untouched", "self-edit"];

export function createEditRuns(
  store: PlaygroundStore,
  runs: Runs,
  library: RunLibrary,
  setups: Setups,
  models: ModelActions,
): EditRuns {
  /** The keys of the contexts that runs of this visit are about, by run id: another one may be looked at meanwhile. */
  const keys = new Map<string, string>();
  /** How to show the contexts of the batches of this visit, by run id. */
  const batches = new Map<string, readonly SetItem<unknown>[]>();

  store.subscribe((state, before) => {
    if (state.runs.edit.shown === before.runs.edit.shown) return;
    for (const { id } of TASK_PAGES) {
      const live = liveRun(state, "edit", id);
      const key = live === null ? undefined : keys.get(live.runId);
      if (live === null || key === undefined || live === liveRun(before, "edit", id)) continue;
      store.setState(({ recent }) => ({ recent: { ...recent, [id]: { ...recent[id], [key]: live } } }));
    }
  });

  const running = () => store.getState().engine?.runId ?? "";

  /** What is needed of a task to run its contexts; null while it is not ready. */
  const ready = (task: string, setup = store.getState().setups[task]) => {
    const state = store.getState();
    const page = state.pages[task];
    if (isBusy(state) || !page || !setup || modelFor(state.session, taskEntry(task)) === null) return null;
    const isOwn = isOwnLoaded(state.session, taskEntry(task));
    const { draft } = page;
    const setupOf = (context: unknown) => {
      const isKnown = (condition: Condition) => draft.canCompare?.(context, condition, isOwn) ?? true;
      const compared = setup.compare.filter(isKnown);
      const other = compared.includes("other-edit") ? draft.otherContext?.(context) : null;
      return {
        task,
        context: draft.context(context),
        settings: setup.settings,
        conditions: CONDITIONS.filter((one) => ALWAYS.includes(one) || compared.includes(one)),
        ...(other ? { otherContext: other } : {}),
      } satisfies Omit<EditSetup, "stepByStep">;
    };
    return { draft, setup, setupOf };
  };

  /** One of the task's own models that is to be loaded before what is set up can be run; null where none is. */
  const lacking = (task: string): string | null => {
    const state = store.getState();
    const entry = taskEntry(task);
    if (isBusy(state) || !isOwnLoaded(state.session, entry)) return null;
    const readers = ownReaders(state, entry);
    return readers.includes(state.session.loaded?.id ?? "") ? null : (readers[0] ?? null);
  };

  const planned = (task: string, setup?: Setup): EditSetup | null => {
    const now = lacking(task) === null ? ready(task, setup) : null;
    if (!now || setupIssues(store.getState(), taskEntry(task)).length > 0) return null;
    return { ...now.setupOf(now.setup.context), stepByStep: false };
  };

  const plannedBatch = (
    task: string,
    set: string,
    items: readonly SetItem<unknown>[],
    setup?: Setup,
  ): BatchSetup | null => {
    const now = ready(task, setup);
    const { settings } = taskEntry(task);
    if (!now || items.length === 0 || settingIssues(settings, now.setup.settings).length > 0) return null;
    const all = items.map((item): BatchItem => {
      const { context, conditions } = now.setupOf(item.at(now.setup.context));
      return { context, conditions, counted: now.draft.isScored?.(context) ?? true };
    });
    return { task, set, settings: now.setup.settings, items: all };
  };

  const start = (task: string, stepByStep: boolean): void => {
    const model = lacking(task);
    if (model !== null) {
      void models.ensure(model).then((isThere) => isThere && start(task, stepByStep));
      return;
    }
    const now = ready(task);
    const setup = planned(task);
    if (now === null || setup === null) return;
    store.setState({ changedPieces: null });
    const key = now.draft.key(now.setup.context);
    void runs.start("edit", task, () => ({ ...setup, stepByStep }));
    keys.set(running(), key);
  };

  return {
    planned,
    plannedBatch,
    start,
    again: (run, seed) => {
      setups.takeOver(run);
      if (seed === "new") setups.rerollSeed(run.task);
      start(run.task, run.stepByStep);
    },
    changePieces: (changedPieces) => store.setState({ changedPieces }),
    continue: (task) => {
      const state = store.getState();
      if (busyRun(state, "edit", task)?.status !== "paused") return;
      runs.continue(state.changedPieces ?? undefined);
      store.setState({ changedPieces: null });
    },
    reuse: (task) => {
      const opened = openedRun(store.getState(), "edit", task);
      if (!opened) return;
      setups.takeOver(opened.state);
      library.close("edit", task);
    },
    startBatch: async (task, set, items, model) => {
      if (model !== undefined && !(await models.ensure(model))) return;
      const now = ready(task);
      const setup = plannedBatch(task, set, items);
      if (now === null || setup === null) return;
      void runs.start("batch", task, () => setup);
      batches.set(running(), items);
      for (const [index, item] of items.entries()) {
        keys.set(`${running()}/${index}`, now.draft.key(item.at(now.setup.context)));
      }
    },
    chooseItem: ({ runId, task, items }, index) => {
      const item = batches.get(runId)?.[index];
      if (item) {
        setups.change(task, item.at);
        return;
      }
      // A batch of another visit brings its contexts along.
      const draft = store.getState().pages[task]?.draft;
      const context = items[index]?.context;
      if (draft && context !== undefined)
        setups.change(task, (now) => draft.withContext(now, context) ?? now);
    },
  };
}
