import type { Failure } from "../protocol/playgroundError.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import type { RoundsEvent } from "../runs/rounds/events.ts";
import { OUTER_METADATA } from "../tasks/registry.ts";
import { freshSeed } from "./draft.ts";
import type { EngineClient } from "./engineClient.ts";
import type { LiveOuter } from "./liveOuter.ts";
import type { OuterArchive } from "./outerArchive.ts";
import { outerSource } from "./outerContexts.ts";
import {
  changedDraft,
  matchingOuterPreset,
  type OuterDraft,
  type OuterPart,
  outerIssues,
  outerPreset,
  withPreset,
} from "./outerDraft.ts";
import type { Persistence } from "./persistence.ts";
import {
  isBusy,
  isEmbeddedLoaded,
  isOuterBusy,
  outerDraft,
  outerModel,
  outerRuns,
  outerTask,
  textModel,
} from "./playgroundState.ts";
import type { Preview } from "./preview.ts";
import { changeOuter, notify, notifyFailure, type PlaygroundStore } from "./store.ts";
import type { View } from "./view.ts";

/** Rounds in which the model learns to write edits: set up, run, interrupted, resumed. */
export interface OuterActions {
  /** For what is done with stored rounds apart from running them. */
  archive: OuterArchive;
  show(view: View): void;
  /** Shows another task's rounds: its set-up, and its last run. */
  chooseTask(task: string): Promise<void>;
  changeSetting(part: OuterPart, key: string, value: unknown): void;
  choosePreset(id: string): void;
  rerollSeed(): void;
  /** Settings that nobody changed follow the model. */
  followModel(): void;
  start(): Promise<void>;
  /** Waits from the end of the edit under way. */
  pause(): void;
  continue(): void;
  cancel(): void;
  /** Goes on with the run on screen after its last finished edit. */
  resume(): Promise<void>;
  open(runId: string): Promise<void>;
  remove(runId: string): Promise<void>;
  restore(): Promise<void>;
  onEvent(event: RoundsEvent): void;
  onWriter(runId: string, round: number, update: WriterUpdate): void;
  /** The engine refused a command. */
  onRefused(): void;
  onRestart(failure: Failure | null): void;
}

export function createOuterActions(
  store: PlaygroundStore,
  client: EngineClient,
  { outer: archive }: Persistence,
  live: LiveOuter,
  preview: Preview,
): OuterActions {
  const now = () => store.getState().outer;
  /** The worker has told of the run that was asked for; until then it may refuse it. */
  let begun = false;

  const engage = (runId: string) => {
    begun = false;
    changeOuter(store, { engaged: runId, asked: null });
    preview.stop();
  };

  const draft = () => outerDraft(store.getState());

  const setDraft = (draft: OuterDraft) => {
    const { task, drafts } = now();
    changeOuter(store, { drafts: { ...drafts, [task]: draft } });
    void archive.saveDraft(task, draft);
  };

  const choosePreset = (id: string) =>
    setDraft(withPreset(draft(), outerPreset(outerTask(store.getState()), id)));

  const followModel = () => {
    const state = store.getState();
    if (state.outer.task !== "knowledge" || textModel(state) === null) return;
    const chosen = matchingOuterPreset(outerTask(state), outerDraft(state))?.id;
    if (isEmbeddedLoaded(state) && chosen === "default") choosePreset("reader");
    if (!isEmbeddedLoaded(state) && chosen === "reader") choosePreset("default");
  };

  const setTask = (task: string) => {
    if (task === now().task) return;
    changeOuter(store, { task });
    void archive.saveTask(task);
    // The model may have changed while the other task was on screen.
    followModel();
  };

  /** The model is free for the rounds. */
  const isFree = () => {
    const state = store.getState();
    return !isBusy(state) && !isOuterBusy(state) && outerModel(state) !== null;
  };

  const fail = (message: string, advice: string) => notify(store, { tone: "error", message, advice });

  /** @param isWanted whether it still is, once the log is there */
  const open = async (runId: string, isWanted = () => true) => {
    if (isOuterBusy(store.getState())) return;
    const log = await archive.loadLog(runId);
    if (isOuterBusy(store.getState()) || !isWanted()) return;
    try {
      if (log === null) throw new Error("The log of these rounds could not be read.");
      const task = taskOf(log);
      live.open(log);
      setTask(task);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error), "Delete them.");
    }
  };

  return {
    archive,
    show: (view) => store.setState({ view }),
    chooseTask: async (task) => {
      if (isOuterBusy(store.getState()) || task === now().task) return;
      live.clear();
      setTask(task);
      const [last] = outerRuns(store.getState());
      if (last) await open(last.runId, () => now().task === task);
    },
    changeSetting: (part, key, value) => setDraft(changedDraft(draft(), part, key, value)),
    choosePreset,
    rerollSeed: () => setDraft(changedDraft(draft(), "rounds", "seed", freshSeed())),
    followModel,
    start: async () => {
      const state = store.getState();
      const { task, words } = outerTask(state);
      const draft = outerDraft(state);
      const source = outerSource(state);
      if (!isFree() || outerIssues(outerTask(state), draft, source.atHand).length > 0) return;
      const runId = crypto.randomUUID();
      engage(runId);
      const contexts = await source.draw(draft).catch(() => null);
      if (contexts === null) {
        changeOuter(store, { engaged: null });
        fail(`What makes ${words.many} could not be fetched.`, "Check the network and try again.");
        return;
      }
      client.send({
        type: "startOuter",
        runId,
        task,
        contexts: contexts.training,
        heldOut: contexts.heldOut,
        taskSettings: draft.task,
        settings: draft.outer,
      });
    },
    pause: () => {
      const { engaged } = now();
      if (engaged === null) return;
      changeOuter(store, { asked: "pause" });
      client.send({ type: "pauseOuter", runId: engaged });
    },
    continue: () => {
      const { engaged } = now();
      if (engaged !== null) client.send({ type: "continueOuter", runId: engaged });
    },
    cancel: () => {
      const { engaged } = now();
      if (engaged === null) return;
      changeOuter(store, { asked: "cancel" });
      client.send({ type: "cancelOuter", runId: engaged });
    },
    resume: async () => {
      const { live: shown } = now();
      if (!shown || !isFree() || shown.status === "finished") return;
      engage(shown.runId);
      const writers = await archive.loadWriters(shown.runId);
      client.send({ type: "resumeOuter", events: [...live.log()], writers });
    },
    open,
    remove: async (runId) => {
      if (now().engaged === runId) return;
      if (now().live?.runId === runId) live.clear();
      changeOuter(store, { runs: now().runs.filter((run) => run.runId !== runId) });
      await archive.remove(runId);
    },
    restore: async () => {
      const kept = await Promise.all(
        OUTER_METADATA.map(async (metadata) => [metadata.task, await archive.loadDraft(metadata)] as const),
      );
      const drafts = Object.fromEntries(
        kept.map(([task, draft]) => [task, draft ?? now().drafts[task]!] as const),
      );
      const task = (await archive.loadTask()) ?? now().task;
      const runs = await archive.list();
      changeOuter(store, { runs, drafts, task });
      // The model may have been quicker than the disk.
      followModel();
      const [last] = runs;
      if (last && last.status !== "finished") await open(last.runId);
    },
    onEvent: (event) => {
      const { type } = event.body;
      begun = true;
      live.push(event);
      if (type === "paused") changeOuter(store, { asked: null });
      if (type === "finished" || type === "cancelled" || type === "failed") {
        changeOuter(store, { engaged: null, asked: null });
      }
    },
    onWriter: live.keepWriter,
    onRefused: () => {
      if (!begun) changeOuter(store, { engaged: null, asked: null });
    },
    onRestart: (failure) => {
      if (now().engaged === null) return;
      live.end(failure ? { type: "failed", failure } : { type: "cancelled" });
      changeOuter(store, { engaged: null, asked: null });
      if (failure) notifyFailure(store, failure);
    },
  };
}

/** Throws for rounds that this page cannot show. */
function taskOf([first]: readonly RoundsEvent[]): string {
  const task = first?.body.type === "started" ? first.body.task : "";
  if (OUTER_METADATA.some((known) => known.task === task)) return task;
  throw new Error(`These rounds are of the task “${task}”, which this page does not know.`);
}
