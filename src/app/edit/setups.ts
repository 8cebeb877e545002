import type { BackendPreference } from "../../protocol/commands.ts";
import type { ModelEntry } from "../../protocol/events.ts";
import { FAILED_FOR_MS } from "../../protocol/lazily.ts";
import { freshSeed } from "../../protocol/random.ts";
import type { Condition } from "../../protocol/run.ts";
import type { EditRun } from "../../runs/edit/state.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import type { TaskPage, TaskPageEntry } from "../../tasks/page/taskPage.ts";
import { taskOnScreen } from "../playgroundState.ts";
import type { PlaygroundStore } from "../store.ts";
import { notify } from "../store.ts";
import { findPreset, matchingPreset, restoreSettings, usualPreset, withPreset } from "./settings.ts";
import type { Prediction, Setup } from "./setup.ts";
import type { SetupArchive } from "./setupArchive.ts";
import { isOwnLoaded, modelFor, ownModel, reads, taskEntry } from "./taskModels.ts";
import { taskPage } from "./taskPages.ts";

/** What people set up before a single edit, of each task one. */
export interface Setups {
  /** Fetches the page of a task, and what was set up last; rejects where the page cannot be fetched. */
  open(task: string): Promise<TaskPage>;
  /** The context as a change makes it. */
  change(task: string, change: (context: unknown) => unknown): void;
  /** Puts something else in the context's place; of one's own the page says so, with a way back. */
  replace(task: string, change: (context: unknown) => unknown, message: string): void;
  changeSetting(task: string, key: string, value: unknown): void;
  /** All settings of a preset; the draw stays. */
  choosePreset(task: string, id: string): void;
  /** Settings that nobody changed follow the model that is loaded. */
  followModel(): void;
  /** A first visit opens on what the models that come with the page can read. */
  followList(): void;
  rerollSeed(task: string): void;
  /** Adds something to what the self-edit is compared with, or leaves it out. */
  toggleComparison(task: string, condition: Condition): void;
  predict(task: string, prediction: Prediction): void;
  chooseBackend(backend: BackendPreference): void;
  /** Makes context and settings of a run one's own, seed included. */
  takeOver(run: EditRun): void;
  /** What is set up for a task that was opened. */
  of(task: string): Setup;
  /** Puts a whole set-up in the place of what a task has. */
  put(task: string, setup: Setup): void;
  /** What was kept last; what comes too late does not take the place of what people have begun to change. */
  restoreChoice(): Promise<void>;
}

const RESTORE_PATIENCE_MS = 2000;
/** On a first visit the context depends on the models; better a moment's wait than another one under the eyes. */
const LIST_PATIENCE_MS = 800;

export function createSetups(store: PlaygroundStore, archive: SetupArchive): Setups {
  const opening = new Map<string, Promise<TaskPage>>();

  const setupOf = (task: string): Setup => {
    const setup = store.getState().setups[task];
    if (!setup) throw new Error(`The set-up of “${task}” is not open.`);
    return setup;
  };
  const pageOf = (task: string): TaskPage => {
    const page = store.getState().pages[task];
    if (!page) throw new Error(`The page of “${task}” is not open.`);
    return page;
  };
  const set = (task: string, change: Partial<Setup>) =>
    store.setState(({ setups }) => ({ setups: { ...setups, [task]: { ...setupOf(task), ...change } } }));

  /** Set-ups of a first visit that began before it was known which models come with the page. */
  const provisional = new Map<string, Setup>();

  const firstSetup = async (entry: TaskPageEntry, page: TaskPage, own?: ModelEntry): Promise<Setup> => {
    const { settings } = usualPreset(entry.settings.presets, own?.id ?? null);
    const context = await page.draft.first(own);
    return { context, settings: { ...settings }, compare: entry.compare.first, prediction: null };
  };

  const firstVisit = async (entry: TaskPageEntry, page: TaskPage): Promise<Setup> => {
    await Promise.race([listed(store), wait(LIST_PATIENCE_MS)]);
    const { session } = store.getState();
    const setup = await firstSetup(entry, page, ownModel(session, entry));
    if (!session.modelsKnown) provisional.set(entry.id, setup);
    return setup;
  };

  const load = async (task: string): Promise<TaskPage> => {
    const entry = taskEntry(task);
    const page = await taskPage(entry).open();
    const plain = await firstSetup(entry, page);
    let leftOut: string | null = null;
    const restore = (context: unknown) => {
      leftOut = page.draft.leftOut?.(context) ?? null;
      return page.draft.restore(context, plain.context);
    };
    const restored = archive.load(entry, restore, plain);
    // A database that never answers must not keep people out; what comes too late is not looked at.
    const kept = await Promise.race([restored, wait(RESTORE_PATIENCE_MS)]);
    const setup = kept ?? (await firstVisit(entry, page));
    store.setState(({ pages, setups }) => ({
      pages: { ...pages, [task]: page },
      setups: { ...setups, [task]: setup },
    }));
    if (kept && leftOut !== null) notify(store, { tone: "warning", message: leftOut });
    followModel();
    return page;
  };

  const followModel = () => {
    const { session, setups } = store.getState();
    for (const [task, { settings }] of Object.entries(setups)) {
      const entry = taskEntry(task);
      const model = modelFor(session, entry);
      const chosen = matchingPreset(entry.settings, settings);
      if (model === null || chosen?.model === undefined) continue;
      const usual = usualPreset(entry.settings.presets, isOwnLoaded(session, entry) ? model.id : null);
      if (usual !== chosen) set(task, { settings: withPreset(entry.settings, usual, settings) });
    }
  };

  const setups: Setups = {
    open: (task) => {
      const known = opening.get(task);
      if (known) return known;
      const page = load(task);
      opening.set(task, page);
      // A chunk that could not be fetched is asked for again, but not by the view that has just waited for it.
      page.catch(() => setTimeout(() => opening.delete(task), FAILED_FOR_MS));
      return page;
    },
    change: (task, change) => {
      const { context } = setupOf(task);
      const next = change(context);
      if (next !== context) set(task, { context: next });
    },
    replace: (task, change, message) => {
      const before = setupOf(task);
      const isOwn = pageOf(task).draft.isOwn(before.context);
      const next = change(before.context);
      if (next === before.context) return;
      set(task, { context: next });
      if (!isOwn) return;
      notify(store, {
        tone: "info",
        message,
        action: { label: "Take it back", act: () => set(task, before) },
      });
    },
    // The controls come from the task, which names only keys of its settings; `settingIssues` tells of values that
    // cannot be run.
    changeSetting: (task, key, value) => {
      const settings = { ...setupOf(task).settings };
      Reflect.set(settings, key, value);
      set(task, { settings });
    },
    choosePreset: (task, id) => {
      const rules = taskEntry(task).settings;
      const preset = findPreset(rules, id);
      if (preset) set(task, { settings: withPreset(rules, preset, setupOf(task).settings) });
    },
    followModel,
    followList: () => {
      for (const [task, setup] of provisional) {
        provisional.delete(task);
        const entry = taskEntry(task);
        const own = ownModel(store.getState().session, entry);
        if (!own) continue;
        void firstSetup(entry, pageOf(task), own).then(({ context, settings, ...others }) => {
          // A link may have changed part of it.
          const now = setupOf(task);
          if (now === setup) set(task, others);
          if (now.context === setup.context) set(task, { context });
          if (now.settings === setup.settings) set(task, { settings });
        });
      }
    },
    rerollSeed: (task) => set(task, { settings: { ...setupOf(task).settings, seed: freshSeed() } }),
    toggleComparison: (task, condition) => {
      const { compare } = setupOf(task);
      const { possible } = taskEntry(task).compare;
      set(task, {
        compare: possible.filter((one) => compare.includes(one) !== (one === condition)),
      });
    },
    predict: (task, prediction) => set(task, { prediction }),
    chooseBackend: (backend) => store.setState(({ choice }) => ({ choice: { ...choice, backend } })),
    takeOver: ({ task, context, settings }) => {
      const { draft } = pageOf(task);
      const before = setupOf(task);
      const rules = taskEntry(task).settings;
      setups.replace(
        task,
        (now) => draft.withContext(now, context) ?? now,
        "What the run was about took the place of yours.",
      );
      set(task, { settings: restoreSettings(rules, settings, before.settings) });
    },
    of: setupOf,
    put: set,
    restoreChoice: async () => {
      const choice = await Promise.race([archive.loadChoice(), wait(RESTORE_PATIENCE_MS)]);
      if (choice && !store.getState().restored) store.setState({ choice });
    },
  };
  return setups;
}

/** The last model that was loaded for the first task is what links and the next visit begin with. */
export function rememberModel(store: PlaygroundStore, modelId: string): void {
  const [first] = TASK_PAGES;
  const onScreen = taskOnScreen(store.getState()) ?? first;
  if (!first || onScreen !== first || !reads(first, modelId)) return;
  store.setState(({ choice }) => ({ choice: { ...choice, modelId } }));
}

/** Settles when the worker has said which models there are. */
function listed(store: PlaygroundStore): Promise<void> {
  return new Promise((resolve) => {
    if (store.getState().session.modelsKnown) return resolve();
    const stop = store.subscribe(({ session }) => {
      if (!session.modelsKnown) return;
      stop();
      resolve();
    });
  });
}

function wait(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
