import type { LanguageModel } from "../src/nn/languageModel.ts";
import type { MeasureRequest } from "../src/nn/measureModel.ts";
import type { BackendPreference } from "../src/protocol/commands.ts";
import type { BackendReport, ModelEntry, SessionEvent } from "../src/protocol/events.ts";
import type { Measurement } from "../src/protocol/measurement.ts";
import type { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { Task } from "../src/tasks/task.ts";
import type { VersionServiceParts } from "../src/versions/versionService.ts";
import type { LaneHost } from "./lanes/openLanes.ts";

/** What the loops work with, and what tells how fast it is here. */
export interface EngineModel extends LanguageModel {
  /** Changes nothing. Rejects with a `PlaygroundError`, also "cancelled". */
  measure(request: MeasureRequest): Promise<Measurement>;
}

/** What the engine needs of the world: checkpoints, backend, tasks. Tests bring their own. */
export interface EngineServices {
  probe(): Promise<BackendReport>;
  listModels(): Promise<ModelEntry[]>;
  loadModel(request: LoadRequest): Promise<EngineModel>;
  deleteModel(id: string): Promise<void>;
  /** Where copies of the model can run. */
  lanes: LaneHost;
  openVersions: VersionServiceParts["openStorage"];
  /** Throws a PlaygroundError for a task that does not exist. */
  findTask(id: string): Task;
  /** Has the page start a fresh worker: after a lost GPU nothing here is of use. */
  die(error: PlaygroundError): void;
}

export interface LoadRequest {
  id: string;
  files: readonly File[] | undefined;
  backend: BackendPreference;
  /**
   * Called when all is at hand and the tensors of the model before must go.
   * Throws where the load was cancelled meanwhile: then they stay.
   */
  onReplace(): void;
  onBackend(backend: string, explanation: string): void;
  onProgress(progress: Omit<Extract<SessionEvent, { type: "modelProgress" }>, "type" | "loadId">): void;
  onWarning(message: string): void;
  onLost(error: PlaygroundError): void;
  signal: AbortSignal;
}
