import { createStore } from "zustand/vanilla";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import type { Documents } from "../../runs/archive.ts";
import type { OuterMetadata, OuterWords } from "../../tasks/metadataOuter.ts";
import { OUTER_METADATA } from "../../tasks/registry.ts";
import { freshSeed } from "../draft.ts";
import { modelFor } from "../engine/readiness.ts";
import type { WithStore } from "../feature.ts";
import { outerSource } from "../outerContexts.ts";
import {
  changedDraft,
  firstOuterDraft,
  matchingOuterPreset,
  type OuterDraft,
  type OuterPart,
  outerIssues,
  outerPreset,
  readOuterDraft,
  withPreset,
} from "../outerDraft.ts";
import type { Playground } from "../playground.ts";
import { isEmbeddedLoaded } from "../playgroundState.ts";
import { isBusy, runsOf } from "../runs/runsState.ts";

export { OUTER_METADATA, type OuterWords };

/** What is set up, by task; which task is on screen all views must know (`PlaygroundState.roundsTask`). */
export interface RoundsState {
  drafts: Readonly<Record<string, OuterDraft>>;
}

/** Setting up rounds in which the model learns to write edits. */
export interface Rounds extends WithStore<RoundsState> {
  /** Shows another task's rounds: its set-up, and its last run. */
  chooseTask(task: string): Promise<void>;
  changeSetting(part: OuterPart, key: string, value: unknown): void;
  choosePreset(id: string): void;
  rerollSeed(): void;
  start(): Promise<void>;
}

/** The first task's is as old as the rounds; its name must not change. */
const draftKey = (task: string) => (task === "knowledge" ? "outer-draft" : `outer-draft:${task}`);
const TASK_KEY = "outer-task";

export async function createRounds(
  { store: page, runs, library }: Playground,
  documents: Documents,
): Promise<Rounds> {
  await library.list("rounds");
  const store = createStore<RoundsState>(() => ({ drafts: {} }));
  store.setState({ drafts: await restoreDrafts(documents) });
  const kept = await documents.read(TASK_KEY);
  if (OUTER_METADATA.some(({ task }) => task === kept)) page.setState({ roundsTask: String(kept) });

  const task = () => page.getState().roundsTask;
  const draft = () => draftOf(store.getState(), task());
  const setDraft = (next: OuterDraft) => {
    store.setState(({ drafts }) => ({ drafts: { ...drafts, [task()]: next } }));
    void documents.write(draftKey(task()), next);
  };
  const choosePreset = (id: string) => setDraft(withPreset(draft(), outerPreset(metadataOf(task()), id)));

  /** Settings that nobody changed follow the model. */
  const followModel = () => {
    const state = page.getState();
    if (task() !== "knowledge" || modelFor(state, task()) === null) return;
    const chosen = matchingOuterPreset(metadataOf(task()), draft())?.id;
    if (isEmbeddedLoaded(state) && chosen === "default") choosePreset("reader");
    if (!isEmbeddedLoaded(state) && chosen === "reader") choosePreset("default");
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

  return {
    store,
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
    start: async () => {
      const state = page.getState();
      const metadata = metadataOf(task());
      const source = outerSource(state);
      const chosen = draft();
      if (modelFor(state, task()) === null || outerIssues(metadata, chosen, source.atHand).length > 0) return;
      await runs.start("rounds", metadata.task, async () => {
        const { training, heldOut } = await source.draw(chosen).catch((cause: unknown) => {
          throw unfetched(metadata.words.many, cause);
        });
        return {
          task: metadata.task,
          contexts: training,
          heldOut,
          taskSettings: chosen.task,
          settings: chosen.outer,
        };
      });
    },
  };
}

/** The task of the rounds on screen. */
export function metadataOf(task: string): OuterMetadata {
  const metadata = OUTER_METADATA.find((known) => known.task === task);
  if (!metadata) throw new Error(`There are no rounds of “${task}”.`);
  return metadata;
}

/** What the rounds of a task are set to. */
export function draftOf({ drafts }: RoundsState, task: string): OuterDraft {
  return drafts[task] ?? firstOuterDraft(metadataOf(task));
}

async function restoreDrafts(documents: Documents): Promise<Record<string, OuterDraft>> {
  const drafts = await Promise.all(
    OUTER_METADATA.map(async (metadata) => {
      const kept = readOuterDraft(metadata, await documents.read(draftKey(metadata.task)));
      return [metadata.task, kept ?? firstOuterDraft(metadata)] as const;
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
