import type { ConditionResult } from "../../protocol/run.ts";
import type { EditRun } from "../../runs/edit/state.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import type { Issue, TaskPageEntry } from "../../tasks/page/taskPage.ts";
import type { PlaygroundState } from "../playgroundState.ts";
import { openedRun } from "../runs/runsState.ts";
import { settingIssues } from "./settings.ts";
import { modelsAtHand, ownModels } from "./taskModels.ts";

/** The task whose single edit is the view on screen; null in the other views. */
export function editTask({ view }: Pick<PlaygroundState, "view">): TaskPageEntry | null {
  return TASK_PAGES.find((entry) => entry.view.id === view) ?? null;
}

/** The task that the loaded model is there for. */
export function loadedTask({ session: { loaded } }: PlaygroundState): TaskPageEntry {
  const own = TASK_PAGES.find(({ models }) => loaded !== null && models.own.includes(loaded.id));
  return own ?? TASK_PAGES[0]!;
}

/** Which of a task's own models read what is set up, the best first; all of them for what rounds and streams draw. */
export function ownReaders(state: PlaygroundState, entry: TaskPageEntry): readonly string[] {
  const there = ownModels(state.session, entry).map(({ id }) => id);
  const setup = state.setups[entry.id];
  const draft = state.pages[entry.id]?.draft;
  if (editTask(state) !== entry || !setup || !draft?.ownReaders) return there;
  return draft.ownReaders(setup.context, there);
}

/** Everything that must be mended before a task's set-up can be run. */
export function setupIssues(
  state: Pick<PlaygroundState, "setups" | "pages" | "session">,
  entry: TaskPageEntry,
): Issue[] {
  const setup = state.setups[entry.id];
  const page = state.pages[entry.id];
  if (!setup || !page) return [];
  const models = modelsAtHand(state.session, entry);
  return [...page.draft.issues(setup.context, models), ...settingIssues(entry.settings, setup.settings)];
}

/** Of the context that is set up, or of any if one was opened: the run on screen. */
export function shownRun(state: PlaygroundState, entry: TaskPageEntry): EditRun | null {
  return openedRun(state, "edit", entry.id)?.state ?? recentRun(state, entry);
}

/** The last run in this visit of the context that is set up. */
function recentRun({ recent, setups, pages }: PlaygroundState, entry: TaskPageEntry): EditRun | null {
  const setup = setups[entry.id];
  const page = pages[entry.id];
  return (setup && page && recent[entry.id]?.[page.draft.key(setup.context)]) ?? null;
}

/** The model and the version of it that made this run are those that are loaded and in force. */
export function isOfNow({ model }: EditRun, { loaded, version }: PlaygroundState["session"]): boolean {
  return model.id === loaded?.id && (model.version ?? null) === version;
}

/** Whose answers may stand beside the context that is set up: the last run of it, and what was asked before any. */
export function runsBeside(state: PlaygroundState, entry: TaskPageEntry): EditRun[] {
  const { preview, session } = state;
  const run = recentRun(state, entry);
  // Another version of the same model is asked anew by itself.
  const isOutdated = run !== null && run.model.id === session.loaded?.id && !isOfNow(run, session);
  return [isOutdated ? null : run, preview?.task === entry.id ? preview : null].filter((one) => one !== null);
}

/** What the untouched model answered to just what the set-up asks, in a run or before any. */
export function firstResult(state: PlaygroundState, entry: TaskPageEntry): ConditionResult | undefined {
  const setup = state.setups[entry.id];
  const page = state.pages[entry.id];
  if (!setup || !page) return undefined;
  const { draft } = page;
  const asked = draft.asks(draft.context(setup.context));
  const run = runsBeside(state, entry).find(({ context }) => draft.asks(context) === asked);
  return run?.answers.untouched?.result;
}
