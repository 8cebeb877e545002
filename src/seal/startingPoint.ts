import type { LanguageModel } from "../nn/languageModel.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { ModelInfo } from "../protocol/run.ts";

/** What a run begins from. */
export interface StartingPoint {
  /** Name of the version of the model that is in force; null: the untouched model. */
  version: string | null;
  /** What people should know of the model as it stands; said with the task's own warnings. */
  notes: readonly string[];
}

/** The untouched model, of which nothing is to be said. */
export const UNTOUCHED: StartingPoint = { version: null, notes: [] };

/** As the first event of a run tells it. */
export function startingModel({ info }: LanguageModel, { version }: StartingPoint): ModelInfo {
  return version === null ? { ...info } : { ...info, version };
}

/** Of a run that is to be gone on with from other weights than it was begun with. @param noun "run" */
export function begunElsewhere(noun: string): PlaygroundError {
  return new PlaygroundError(
    "bad-input",
    `The ${noun} was begun on another version of the model, so that it cannot be gone on with.`,
    `Put that version in force again under Versions, or start a new ${noun}.`,
  );
}
