import { toJson } from "../protocol/toJson.ts";
import type { EditEvent } from "../runs/edit/events.ts";
import { editKind } from "../runs/edit/kind.ts";
import type { EditRun } from "../runs/edit/state.ts";
import { reduceRun } from "../runs/reduceRun.ts";
import { fromDraftPassage, type PassageQuestion } from "./draft.ts";
import { checkDraft } from "./draftCheck.ts";
import type { EngineClient } from "./engineClient.ts";
import { isBusy, isEmbeddedLoaded, isOuterBusy, type PlaygroundState } from "./playgroundState.ts";
import { runPassage } from "./runPassage.ts";
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
  take(event: EditEvent): boolean;
}

export function createPreview(store: PlaygroundStore, client: EngineClient): Preview {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The preview that is going on. */
  let current: string | null = null;

  const stop = () => {
    clearTimeout(timer);
    if (current !== null) client.send({ type: "cancelRun", runId: current });
    current = null;
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
    if (!state.restored || loading !== null || checkDraft(draft).length > 0) return;
    if (isBusy(state) || isOuterBusy(state)) return;
    const passage = fromDraftPassage(draft.passage);
    if (wasAsked(state, keyOf(loaded.id, passage.questions))) return;
    stop();
    current = ID_PREFIX + crypto.randomUUID();
    client.send({
      type: "startRun",
      runId: current,
      task: "knowledge",
      context: toJson(passage),
      settings: draft.settings,
      stepByStep: false,
      conditions: ["untouched"],
    });
  };

  return {
    refresh: () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PATIENCE_MS);
    },
    stop,
    take: (event) => {
      if (!event.runId.startsWith(ID_PREFIX)) return false;
      if (event.runId !== current) return true;
      const before = event.body.type === "started" ? null : store.getState().preview;
      const preview = reduceRun(editKind, before, event);
      if (preview.status !== "running") current = null;
      store.setState({ preview });
      return true;
    },
  };
}

function keyOf(modelId: string, questions: readonly PassageQuestion[]): string {
  return JSON.stringify([modelId, questions.map(({ question, answers }) => [question, answers])]);
}

function wasAsked({ preview, live }: PlaygroundState, key: string): boolean {
  return [preview, live].some((run) => run !== null && isAnswered(run) && keyOfRun(run) === key);
}

/** A preview that failed would fail again. */
function isAnswered(run: EditRun): boolean {
  return run.answers.untouched?.result !== undefined || run.status === "running" || run.status === "failed";
}

function keyOfRun(run: EditRun): string {
  return keyOf(run.model.id, runPassage(run)?.questions ?? []);
}
