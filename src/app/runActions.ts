import type { Command } from "../protocol/commands.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { Condition, Piece } from "../protocol/run.ts";
import { toJson } from "../protocol/toJson.ts";
import { editKind } from "../runs/edit/kind.ts";
import { replay, summariseRun } from "../runs/reduceRun.ts";
import type { RunSource } from "../runs/runKind.ts";
import { fromDraftPassage } from "./draft.ts";
import type { DraftActions } from "./draftActions.ts";
import { checkDraft } from "./draftCheck.ts";
import type { EngineClient } from "./engineClient.ts";
import type { LiveRun } from "./liveRun.ts";
import { loadedWorld } from "./loadWorld.ts";
import type { Persistence } from "./persistence.ts";
import { isBusy, isEmbeddedLoaded, isOuterBusy, textModel } from "./playgroundState.ts";
import type { Preview } from "./preview.ts";
import type { Recording } from "./recordings.ts";
import { withSummary } from "./runKeeper.ts";
import { parseLog, type RunLog, serialiseLog } from "./runLog.ts";
import { notify, type PlaygroundStore } from "./store.ts";
import type { WorldRecipe } from "./worldRecipe.ts";

type StartCommand = Extract<Command, { type: "startRun" }>;

/** Starting, steering and keeping runs. */
export interface RunActions {
  start(stepByStep: boolean): void;
  /** Repeats the live run's setup, with its own seed or a new one. */
  again(seed: "same" | "new"): void;
  changePieces(pieces: readonly Piece[]): void;
  /** Goes on after a pause, with the pieces as the user left them. */
  continue(): void;
  cancel(): void;
  open(runId: string): Promise<void>;
  /** Back from an opened run to the live one. */
  close(): void;
  remove(runId: string): Promise<void>;
  /** The run on screen (or any stored one) as a file. */
  exportRun(runId: string): Promise<string | null>;
  importRun(text: string): Promise<void>;
  /** Opens a run that comes with the page, at its beginning; resolves to false where it could not be fetched. */
  watch(recording: Recording): Promise<boolean>;
  /** Takes over the passage and the settings of the opened run, seed included. */
  reuse(): void;
}

/** The embedded model is quick, and of its world perfect notes are known, so that it can have every control. */
function worldControls(recipe: WorldRecipe): Pick<StartCommand, "conditions" | "otherContext"> {
  const conditions: Condition[] = ["untouched", "in-context", "passage-only", "self-edit", "oracle"];
  const other = loadedWorld()?.passageOf({ ...recipe, seed: recipe.seed + 1 });
  if (!other) return { conditions };
  return { conditions: [...conditions, "other-edit"], otherContext: toJson(other) };
}

export function createRunActions(
  store: PlaygroundStore,
  client: EngineClient,
  disk: Persistence,
  draft: DraftActions,
  run: LiveRun,
  preview: Preview,
): RunActions {
  const say = (error: unknown) => {
    const advice = error instanceof PlaygroundError ? { advice: error.advice } : {};
    notify(store, {
      tone: "error",
      message: error instanceof Error ? error.message : String(error),
      ...advice,
    });
  };

  const show = (source: RunSource, log: RunLog) => {
    try {
      store.setState({
        opened: { source, log, position: log.length, state: replay(editKind, log), playing: false },
      });
    } catch (error) {
      say(error);
    }
  };

  const start = (stepByStep: boolean) => {
    const state = store.getState();
    if (isBusy(state) || isOuterBusy(state)) return;
    if (!textModel(state) || checkDraft(state.draft).length > 0) return;
    const runId = crypto.randomUUID();
    preview.stop();
    store.setState({ startingId: runId, opened: null, changedPieces: null });
    client.send({
      type: "startRun",
      runId,
      task: "knowledge",
      context: toJson(fromDraftPassage(state.draft.passage)),
      settings: state.draft.settings,
      stepByStep,
      ...(isEmbeddedLoaded(state) ? worldControls(state.draft.recipe) : {}),
    });
  };

  return {
    start,
    again: (seed) => {
      const { live } = store.getState();
      if (!live) return;
      draft.takeOver(live);
      if (seed === "new") draft.rerollSeed();
      start(live.stepByStep);
    },
    changePieces: (changedPieces) => store.setState({ changedPieces }),
    continue: () => {
      const { live, changedPieces } = store.getState();
      if (live?.status !== "paused") return;
      const pieces = changedPieces ? { pieces: [...changedPieces] } : {};
      client.send({ type: "continueRun", runId: live.runId, ...pieces });
      store.setState({ changedPieces: null });
    },
    cancel: () => {
      const { live, startingId } = store.getState();
      const runId = startingId ?? live?.runId;
      if (runId === undefined || !isBusy(store.getState())) return;
      store.setState({ cancelling: true });
      client.send({ type: "cancelRun", runId });
    },
    open: async (runId) => {
      const { live, runs } = store.getState();
      if (live?.runId === runId && isBusy(store.getState())) {
        store.setState({ opened: null });
        return;
      }
      const log = live?.runId === runId ? run.log() : await disk.loadLog(runId);
      const source = runs.find((run) => run.runId === runId)?.source ?? "own";
      if (log) show(source, log);
      else
        notify(store, {
          tone: "error",
          message: "The log of this run could not be read.",
          advice: "Delete it.",
        });
    },
    close: () => store.setState({ opened: null }),
    remove: async (runId) => {
      const { opened } = store.getState();
      if (opened?.state.runId === runId) store.setState({ opened: null });
      store.setState(({ runs }) => ({ runs: runs.filter((run) => run.runId !== runId) }));
      await disk.deleteRun(runId);
    },
    exportRun: async (runId) => {
      const { live, opened } = store.getState();
      if (live?.runId === runId) return serialiseLog(run.log());
      if (opened?.state.runId === runId) return serialiseLog(opened.log);
      const log = await disk.loadLog(runId);
      return log && serialiseLog(log);
    },
    importRun: async (text) => {
      try {
        const log = parseLog(text);
        const state = replay(editKind, log);
        // One's own run stays one's own, even if it comes back from a file.
        if (store.getState().runs.some((run) => run.runId === state.runId && run.source === "own")) {
          show("own", log);
          return;
        }
        const summary = summariseRun(editKind, state, "recorded");
        await disk.saveRun(summary, log);
        store.setState(({ runs }) => ({ runs: withSummary(runs, summary) }));
        show("recorded", log);
      } catch (error) {
        say(error);
      }
    },
    watch: async ({ file }) => {
      try {
        const response = await fetch(new URL(file, document.baseURI));
        if (!response.ok) throw new Error(`The server answered ${response.status} for the recorded run.`);
        show("recorded", parseLog(await response.text()));
        return true;
      } catch (error) {
        say(error);
        return false;
      }
    },
    reuse: () => {
      const { opened } = store.getState();
      if (!opened) return;
      draft.takeOver(opened.state);
      store.setState({ opened: null });
    },
  };
}
