import type { AnyRunEvent } from "../protocol/runEvent.ts";
import { toJson } from "../protocol/toJson.ts";
import type { EditSetup } from "../runs/edit/events.ts";
import { editKind } from "../runs/edit/kind.ts";
import type { EditRun } from "../runs/edit/state.ts";
import { readEvent } from "../runs/readLog.ts";
import { reduceRun } from "../runs/reduceRun.ts";
import { fromDraftPassage, type PassageQuestion } from "./draft.ts";
import { checkDraft } from "./draftCheck.ts";
import type { EngineClient } from "./engine/engineClient.ts";
import { isEmbeddedLoaded, type PlaygroundState } from "./playgroundState.ts";
import { runPassage } from "./runPassage.ts";
import { isBusy, liveRun } from "./runs/runsState.ts";
import type { PlaygroundStore } from "./store.ts";

/** Nobody wants each letter answered. */
const PATIENCE_MS = 300;
const ID_PREFIX = "preview:";

/**
 * Asks the model that comes with the page the questions as they stand, closed book, before anything was pressed:
 * a run of the one condition "untouched", which is not kept. Other models are too slow to be asked unbidden.
 */
export interface Preview {
  /** Asks again if the model or the questions are others than before. */
  refresh(): void;
  /** Gives the model free at once, for a run or for another model. */
  stop(): void;
  /** Takes the event if it is a preview's. */
  take(event: AnyRunEvent): boolean;
}

export function createPreview(store: PlaygroundStore, client: EngineClient): Preview {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const current = () => {
    const { engine } = store.getState();
    return engine?.isPreview ? engine.runId : null;
  };

  const stop = () => {
    clearTimeout(timer);
    const runId = current();
    if (runId === null) return;
    client.send({ type: "cancel", kind: "edit", runId });
    store.setState({ engine: null });
  };

  const ask = () => {
    const state = store.getState();
    const { draft, session } = state;
    const { loaded, loading } = session;
    if (loaded === null || !isEmbeddedLoaded(state)) {
      // What one model said is not what another would say.
      if (state.preview !== null) store.setState({ preview: null });
      return;
    }
    if (!state.restored || loading !== null || checkDraft(draft).length > 0 || isBusy(state)) return;
    const passage = fromDraftPassage(draft.passage);
    if (wasAsked(state, keyOf(loaded.id, passage.questions))) return;
    stop();
    const task = "knowledge";
    const runId = ID_PREFIX + crypto.randomUUID();
    const setup: EditSetup = {
      task,
      context: toJson(passage),
      settings: draft.settings,
      stepByStep: false,
      conditions: ["untouched"],
    };
    store.setState({ engine: { kind: "edit", task, runId, asked: "start", isPreview: true } });
    client.send({ type: "start", kind: "edit", runId, setup });
  };

  return {
    refresh: () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PATIENCE_MS);
    },
    stop,
    take: (event) => {
      if (!event.runId.startsWith(ID_PREFIX)) return false;
      if (event.runId !== current()) return true;
      const before = event.body.type === "started" ? null : store.getState().preview;
      const preview = reduceRun(editKind, before, readEvent(editKind, event));
      store.setState({ preview, ...(preview.status === "running" ? {} : { engine: null }) });
      return true;
    },
  };
}

function keyOf(modelId: string, questions: readonly PassageQuestion[]): string {
  return JSON.stringify([modelId, questions.map(({ question, answers }) => [question, answers])]);
}

function wasAsked(state: PlaygroundState, key: string): boolean {
  return [state.preview, liveRun(state, "edit", "knowledge")].some(
    (run) => run !== null && isAnswered(run) && keyOfRun(run) === key,
  );
}

/** A preview that failed would fail again. */
function isAnswered(run: EditRun): boolean {
  return run.answers.untouched?.result !== undefined || run.status === "running" || run.status === "failed";
}

function keyOfRun(run: EditRun): string {
  return keyOf(run.model.id, runPassage(run)?.questions ?? []);
}
