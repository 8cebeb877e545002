import { createContext, type ReactNode, use } from "react";
import { useShallow } from "zustand/shallow";
import { runsBeside, setupIssues, shownRun } from "../../../app/edit/selectors.ts";
import type { Setup } from "../../../app/edit/setup.ts";
import { isOwnLoaded, modelsAtHand, ownModel } from "../../../app/edit/taskModels.ts";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { busyRun, isBusy, leaseOf, openedRun } from "../../../app/runs/runsState.ts";
import { notify } from "../../../app/store.ts";
import type { Station } from "../../../protocol/run.ts";
import type { EditRun } from "../../../runs/edit/state.ts";
import type { ContextViewProps, Issue, TaskPage, TaskPageEntry } from "../../../tasks/page/taskPage.ts";
import { useHere } from "../../useLazy.ts";

interface Task {
  entry: TaskPageEntry;
  page: TaskPage;
}

const TaskContext = createContext<Task | null>(null);

/** Gives all parts of a single edit their task, once its page has been fetched and its set-up restored. */
export function TaskProvider({ entry, children }: { entry: TaskPageEntry; children: ReactNode }) {
  const { setups } = usePlayground();
  const known = usePlaygroundState(({ pages }) => pages[entry.id]);
  const page = useHere(known ?? setups.open(entry.id));
  return <TaskContext value={{ entry, page }}>{children}</TaskContext>;
}

export function useTask(): Task {
  const task = use(TaskContext);
  if (!task) throw new Error("useTask needs a TaskProvider above it.");
  return task;
}

export function useSetup(): Setup {
  const { entry } = useTask();
  const setup = usePlaygroundState(({ setups }) => setups[entry.id]);
  if (!setup) throw new Error(`The set-up of “${entry.id}” is not open.`);
  return setup;
}

/** Everything that must be mended before a run can start. */
export function useIssues(): Issue[] {
  const { entry } = useTask();
  // The issues are new objects each time, so what they follow from is selected and not they.
  const state = usePlaygroundState(useShallow(({ setups, pages, session }) => ({ setups, pages, session })));
  return setupIssues(state, entry);
}

/** The run on screen: opened from a file or the table, or else the last one of the context that is set up. */
export function useShownRun(): EditRun | null {
  const { entry } = useTask();
  return usePlaygroundState((state) => shownRun(state, entry));
}

/** The run on screen is one of the table or of a file. */
export function useIsOpened(): boolean {
  const { entry } = useTask();
  return usePlaygroundState((state) => openedRun(state, "edit", entry.id) !== null);
}

/** A run of this task is going on; of another task's run its own view tells. */
export function useIsBusyHere(): boolean {
  const { entry } = useTask();
  return usePlaygroundState(
    (state) => leaseOf(state, "edit", entry.id) !== null || leaseOf(state, "batch", entry.id) !== null,
  );
}

/** The station at which the run on screen waits to be told to go on; null where it does not. */
export function useWaitingAt(): Station | null {
  const { entry } = useTask();
  return usePlaygroundState((state) => {
    const busy = busyRun(state, "edit", entry.id);
    const isOnScreen = busy?.runId === shownRun(state, entry)?.runId;
    return busy?.status === "paused" && isOnScreen ? (busy.station ?? null) : null;
  });
}

/** What the task's own views of its context are given. */
export function useContextProps(): ContextViewProps<unknown> {
  const { entry, page } = useTask();
  const playground = usePlayground();
  const { setups, models } = playground;
  const { context } = useSetup();
  const session = usePlaygroundState((state) => state.session);
  const runs = usePlaygroundState(useShallow((state) => runsBeside(state, entry)));
  const recent = usePlaygroundState((state) => state.recent[entry.id]) ?? NONE;
  const busy = usePlaygroundState((state) => isBusy(state));
  const atHand = modelsAtHand(session, entry);
  return {
    draft: context,
    issues: page.draft.issues(context, atHand),
    onChange: (change) => setups.change(entry.id, change),
    onReplace: (change, message) => setups.replace(entry.id, change, message),
    say: (tone, message, advice) =>
      notify(playground.store, { tone, message, ...(advice === undefined ? {} : { advice }) }),
    runs,
    recent,
    models: {
      own: ownModel(session, entry),
      atHand,
      known: session.models,
      loading: session.loading?.id ?? null,
      isOwnLoaded: isOwnLoaded(session, entry),
      busy,
      load: (id) => models.load(id),
      choose: () => playground.showModels("choice"),
    },
  };
}

const NONE: Readonly<Record<string, EditRun>> = {};
