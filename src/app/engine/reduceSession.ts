import type { SessionEvent } from "../../protocol/events.ts";
import type { Failure } from "../../protocol/playgroundError.ts";
import { initialSession, type ModelLoading, type SessionState } from "./sessionState.ts";

/** What the page itself does to the session: the worker has no event for these. */
export type SessionAction =
  | { type: "loadRequested"; id: string; loadId: string }
  | { type: "loadCancelled" }
  | { type: "workerRestarted"; failure: Failure | null }
  | { type: "warningsDismissed" };

/** Pure: the engine's events and the page's own requests, folded into what the page shows. */
export function reduceSession(state: SessionState, event: SessionEvent | SessionAction): SessionState {
  switch (event.type) {
    case "workerReady":
      return { ...state, worker: "ready" };
    case "backendProbed":
      return { ...state, report: event.report };
    case "backendStarted":
      return { ...state, backend: { name: event.backend, explanation: event.explanation } };
    case "modelsListed":
      return { ...state, models: event.models, modelsKnown: true };
    case "loadRequested":
      return {
        ...state,
        loading: { id: event.id, loadId: event.loadId, progress: null },
        modelFailures: without(state.modelFailures, event.id),
      };
    case "loadCancelled":
      return { ...state, loading: null };
    case "modelProgress": {
      const { type: _type, loadId, ...progress } = event;
      // A late figure of a load that was cancelled must not bring its bar back.
      if (state.loading?.loadId !== loadId) return state;
      return { ...state, loading: { ...state.loading, progress } };
    }
    case "modelLoaded":
      return {
        ...state,
        loaded: event.model,
        // That of the model before says nothing of this one.
        version: null,
        loading: unlessEnded(state.loading, event.loadId),
        failure: null,
        modelFailures: without(state.modelFailures, event.model.id),
      };
    case "modelFailed":
      return {
        ...state,
        loaded: event.isNoneLeft ? null : state.loaded,
        version: event.isNoneLeft ? null : state.version,
        loading: unlessEnded(state.loading, event.loadId),
        modelFailures:
          event.failure.kind === "cancelled"
            ? state.modelFailures
            : { ...state.modelFailures, [event.id]: event.failure },
      };
    case "versionInForce":
      return { ...state, version: event.name };
    case "measuring":
    case "measured":
    case "measureFailed":
    case "counted":
      // It tells of the machine: see `measuring.ts` and `timings.ts`.
      return state;
    case "engineWarning":
      return state.warnings.includes(event.message)
        ? state
        : { ...state, warnings: [...state.warnings, event.message] };
    case "warningsDismissed":
      return { ...state, warnings: [] };
    case "engineFailed":
    case "engineDied":
      return { ...state, failure: event.failure };
    case "workerRestarted":
      return {
        ...initialSession,
        models: state.models,
        modelsKnown: state.modelsKnown,
        report: state.report,
        modelFailures: state.modelFailures,
        warnings: state.warnings,
        failure: event.failure,
      };
  }
}

/** What is on its way once a load has ended, which another may have followed meanwhile. */
function unlessEnded(loading: ModelLoading | null, loadId: string): ModelLoading | null {
  return loading?.loadId === loadId ? null : loading;
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _removed, ...rest } = record;
  return rest;
}
