import type { LanguageModel } from "../nn/languageModel.ts";
import type { ModelInfo } from "../protocol/run.ts";

/** What a run begins from. */
export interface StartingPoint {
  /** Name of the version of the model that is in force; null: the untouched model. */
  version: string | null;
  /** What people should know of the model as it stands; said with the task's own warnings. */
  notes: readonly string[];
}

/** As the first event of a run tells it. */
export function startingModel({ info }: LanguageModel, start?: StartingPoint): ModelInfo {
  const version = start?.version ?? null;
  return version === null ? { ...info } : { ...info, version };
}
