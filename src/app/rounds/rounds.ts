import { createStore } from "zustand/vanilla";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { freshSeed } from "../../protocol/random.ts";
import type { Documents } from "../../runs/archive.ts";
import type { RoundsSetup } from "../../runs/rounds/events.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import type { RoundsMetadata } from "../../tasks/roundsMetadata.ts";
import { longDraftKey } from "../edit/oldSetups.ts";
import { usualPreset } from "../edit/settings.ts";
import { isOwnLoaded, modelFor, taskEntry } from "../edit/taskModels.ts";
import { roundsSource } from "../playgroundState.ts";
import type { LongRunParts } from "../runs/library.ts";
import { isBusy, runsOf } from "../runs/runsState.ts";
import type { WithStore } from "../store.ts";
import {
  changedDraft,
  firstRoundsDraft,
  matchingRoundsPreset,
  type RoundsDraft,
  type RoundsPart,
  readRoundsDraft,
  roundsIssues,
  roundsPreset,
  withPreset,
} from "./roundsDraft.ts";

/** What is set up, by task; which task is on screen all views must know (`PlaygroundState.roundsTask`). */
export interface RoundsState {
  drafts: Readonly<Record<string, RoundsDraft>>;
}

/** Setting up rounds in which the model learns to write edits. */
export interface Rounds extends WithStore<RoundsState> {
  /** Shows another task's rounds: its set-up, and its last run. */
  chooseTask(task: string): Promise<void>;
  changeSetting(part: RoundsPart, key: string, value: unknown): void;
  choosePreset(id: string): void;
  rerollSeed(): void;
  /** Shows a task's rounds as they are set up elsewhere. @returns the way back */
  put(task: string, draft: RoundsDraft): () => void;
  /** What rounds would be started with; null where none can be, rejects where contexts cannot be fetched. @param draft absent: as it stands */
  planned(draft?: RoundsDraft): Promise<RoundsSetup> | null;
  start(): Promise<void>;
}

const draftKey = (task: string) => longDraftKey("outer-draft", task);
const TASK_KEY = "outer-task";

export async function createRounds(
  { store: page, runs, library }: LongRunParts,
  documents: Documents,
): Promise<Rounds> {
  await library.list("rounds");
  const store = createStore<RoundsState>(() => ({ drafts: {} }));
  store.setState({ drafts: await restoreDrafts(documents) });
  const kept = await documents.read(TASK_KEY);
  if (TASK_PAGES.some(({ id }) => id === kept)) page.setState({ roundsTask: String(kept) });

  const task = () => page.getState().roundsTask;
  const draft = () => draftOf(store.getState(), task());
  const put = (id: string, next: RoundsDraft) => {
    store.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: next } }));
    void documents.write(draftKey(id), next);
  };
  const setDraft = (next: RoundsDraft) => put(task(), next);
  const choosePreset = (id: string) => setDraft(withPreset(draft(), roundsPreset(metadataOf(task()), id)));

  /** Settings that nobody changed follow the model. */
  const followModel = () => {
    const { session } = page.getState();
    const entry = taskEntry(task());
    const model = modelFor(session, entry);
    const chosen = matchingRoundsPreset(entry.rounds, draft());
    if (model === null || chosen?.model === undefined) return;
    const usual = usualPreset(entry.rounds.presets, isOwnLoaded(session, entry) ? model.id : null);
    if (usual.id !== chosen.id) choosePreset(usual.id);
  };
  followModel();
  page.subscribe((state, before) => {
    // The model may have changed while the other task was on screen.
    if (state.session.loaded !== before.session.loaded || state.roundsTask !== before.roundsTask)
      followModel();
    if (state.roundsTask !== before.roundsTask) void documents.write(TASK_KEY, state.roundsTask);
  });

  const [last] = page.getState().runs.rounds.list;
  if (last && last.status !== "finished" && page.getState().runs.rounds.shown[last.task] === undefined) {
    page.setState({ roundsTask: last.task });
    await library.open("rounds", last.runId);
  }

  const planned = (chosen = draft()): Promise<RoundsSetup> | null => {
    const state = page.getState();
    const metadata = metadataOf(task());
    const source = roundsSource(state);
    const model = modelFor(state.session, taskEntry(task()));
    if (model === null || roundsIssues(metadata, chosen, source.atHand).length > 0) return null;
    return source.draw(drawOf(chosen)).then(
      ({ training, heldOut }) => ({
        task: metadata.task,
        contexts: training,
        heldOut,
        taskSettings: chosen.task,
        settings: chosen.outer,
      }),
      (cause: unknown) => {
        throw unfetched(metadata.words.many, cause);
      },
    );
  };

  return {
    store,
    planned,
    chooseTask: async (chosen) => {
      if (isBusy(page.getState()) || chosen === task()) return;
      library.clear("rounds", chosen);
      page.setState({ roundsTask: chosen });
      const [latest] = runsOf(page.getState(), "rounds", chosen);
      if (latest) await library.open("rounds", latest.runId, () => task() === chosen);
    },
    changeSetting: (part, key, value) => setDraft(changedDraft(draft(), part, key, value)),
    choosePreset,
    rerollSeed: () => setDraft(changedDraft(draft(), "rounds", "seed", freshSeed())),
    put: (chosen, next) => {
      const before = draftOf(store.getState(), chosen);
      put(chosen, next);
      page.setState({ roundsTask: chosen });
      return () => put(chosen, before);
    },
    start: async () => {
      const setup = isBusy(page.getState()) ? null : planned();
      if (setup !== null) await runs.start("rounds", task(), () => setup);
    },
  };
}

/** What rounds of a task are. */
export function metadataOf(task: string): RoundsMetadata {
  return taskEntry(task).rounds;
}

/** What the rounds of a task are set to. */
export function draftOf({ drafts }: RoundsState, task: string): RoundsDraft {
  return drafts[task] ?? firstRoundsDraft(metadataOf(task));
}

async function restoreDrafts(documents: Documents): Promise<Record<string, RoundsDraft>> {
  const drafts = await Promise.all(
    TASK_PAGES.map(async ({ rounds: metadata }) => {
      const kept = readRoundsDraft(metadata, await documents.read(draftKey(metadata.task)));
      return [metadata.task, kept ?? firstRoundsDraft(metadata)] as const;
    }),
  );
  return Object.fromEntries(drafts);
}

function unfetched(many: string, cause: unknown): PlaygroundError {
  return new PlaygroundError(
    "download-failed",
    `What makes ${many} could not be fetched.`,
    "Check the network and try again.",
    { cause },
  );
}

function drawOf({ heldOut, outer }: RoundsDraft) {
  return { seed: outer.seed, training: outer.rounds * outer.contextsPerRound, heldOut };
}
