import type { BackendReport, ModelEntry, SessionEvent } from "../../protocol/events.ts";
import type { Failure } from "../../protocol/playgroundError.ts";
import type { ModelInfo } from "../../protocol/run.ts";

export type ModelProgress = Omit<Extract<SessionEvent, { type: "modelProgress" }>, "type" | "loadId">;

/** Where loading of one model stands. */
export interface ModelLoading {
  id: string;
  /** Which load of it. */
  loadId: string;
  /** Null until the worker reports a first figure. */
  progress: ModelProgress | null;
}

/** What is known about the engine: everything that is not part of one run. */
export interface SessionState {
  worker: "starting" | "ready" | "failed";
  report: BackendReport | null;
  backend: { name: string; explanation: string } | null;
  models: readonly ModelEntry[];
  /** False until the worker has sent its list. */
  modelsKnown: boolean;
  loading: ModelLoading | null;
  loaded: ModelInfo | null;
  /** Name of the version of it that is in force; null: it is the untouched model. */
  version: string | null;
  /** Why a model could not be loaded, by id. */
  modelFailures: Readonly<Record<string, Failure>>;
  warnings: readonly string[];
  failure: Failure | null;
}

export const initialSession: SessionState = {
  worker: "starting",
  report: null,
  backend: null,
  models: [],
  modelsKnown: false,
  loading: null,
  loaded: null,
  version: null,
  modelFailures: {},
  warnings: [],
  failure: null,
};
