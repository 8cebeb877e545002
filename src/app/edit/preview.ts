import { freshId } from "../../protocol/random.ts";
import type { AnyRunEvent } from "../../protocol/runEvent.ts";
import type { EditSetup } from "../../runs/edit/events.ts";
import { editKind } from "../../runs/edit/kind.ts";
import type { EditRun } from "../../runs/edit/state.ts";
import { readEvent } from "../../runs/readLog.ts";
import { reduceRun } from "../../runs/reduceRun.ts";
import type { EngineClient } from "../engine/engineClient.ts";
import { isBusy, liveRun } from "../runs/runsState.ts";
import type { PlaygroundStore } from "../store.ts";
import { editTask, isOfNow, setupIssues } from "./selectors.ts";
import { isOwnLoaded } from "./taskModels.ts";

/** Nobody wants each letter answered. */
const PATIENCE_MS = 300;
const ID_PREFIX = "preview:";

/**
 * Asks a model that comes with the page what is set up to be asked, closed book, before anything was pressed: a run of
 * the one condition "untouched", which is not kept. Other models are too slow to be asked unbidden.
 */
export interface Preview {
  /** Asks again if the model or what is asked is another than before. */
  refresh(): void;
  /** Gives the model free at once, for a run or for another model. */
  stop(): void;
  /** Takes the event if it is a preview's. */
  take(event: AnyRunEvent): boolean;
}

export function createPreview(store: PlaygroundStore, client: EngineClient): Preview {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The preview that is going on. */
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
    const { session, preview } = state;
    const { loading } = session;
    // What one model said is not what another would say.
    if (preview !== null && !isOfNow(preview, session)) store.setState({ preview: null });
    const entry = editTask(state);
    if (!entry?.models.asksFirst || !isOwnLoaded(session, entry)) return;
    const setup = state.setups[entry.id];
    const page = state.pages[entry.id];
    if (!setup || !page || !state.restored || loading !== null || isBusy(state)) return;
    if (setupIssues(state, entry).length > 0) return;
    const { draft } = page;
    const context = draft.context(setup.context);
    const isAsked = (run: EditRun | null) =>
      run !== null &&
      run.task === entry.id &&
      isOfNow(run, session) &&
      isAnswered(run) &&
      draft.asks(run.context) === draft.asks(context);
    if (isAsked(preview) || isAsked(liveRun(state, "edit", entry.id))) return;
    stop();
    const task = entry.id;
    const runId = ID_PREFIX + freshId();
    const request: EditSetup = {
      task,
      context,
      settings: setup.settings,
      stepByStep: false,
      conditions: ["untouched"],
    };
    store.setState({ engine: { kind: "edit", task, runId, asked: "start", isPreview: true } });
    client.send({ type: "start", kind: "edit", runId, setup: request });
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

/** A preview that failed would fail again. */
function isAnswered(run: EditRun): boolean {
  return run.answers.untouched?.result !== undefined || run.status === "running" || run.status === "failed";
}
