import type { LanguageModel } from "../nn/languageModel.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { Json } from "../protocol/run.ts";
import type { Exercise, Task } from "../tasks/task.ts";
import type { EditsToJudge } from "./judgeEdits.ts";

/** All contexts of the rounds as the task opens them for the model. */
export interface Exercises {
  contexts: readonly Exercise[];
  heldOut: readonly Exercise[];
}

interface Contexts {
  contexts: readonly Json[];
  heldOut: readonly Json[];
  taskSettings: Json;
}

/** @throws PlaygroundError naming the context that the model cannot take */
export function openExercises(
  task: Task,
  { contexts, heldOut, taskSettings }: Contexts,
  model: LanguageModel,
): Exercises {
  const openAll = (values: readonly Json[], which: string) =>
    values.map((context, i) => {
      try {
        return task.open(context, taskSettings, model);
      } catch (error) {
        if (!(error instanceof PlaygroundError)) throw error;
        throw new PlaygroundError(error.kind, `${which} context ${i + 1}: ${error.message}`, error.advice, {
          cause: error,
        });
      }
    });
  return { contexts: openAll(contexts, "Training"), heldOut: openAll(heldOut, "Held-out") };
}

/** @throws Error where there is none: a mistake of ours */
export function exerciseAt(
  { contexts, heldOut }: Exercises,
  { place }: Pick<EditsToJudge, "place">,
): Exercise {
  const exercise = (place.set === "training" ? contexts : heldOut)[place.context];
  if (exercise === undefined) throw new Error(`There is no ${place.set} context ${place.context}.`);
  return exercise;
}
