import type { LanguageModel } from "../../src/nn/languageModel.ts";
import { failureOf, PlaygroundError } from "../../src/protocol/playgroundError.ts";
import { type Exercises, exerciseAt, openExercises } from "../../src/seal/exercises.ts";
import { judgeEdits } from "../../src/seal/judgeEdits.ts";
import { mergeWriter } from "../../src/seal/writer.ts";
import type { Task } from "../../src/tasks/task.ts";
import { type LaneAnswer, type LaneCommand, type LaneModel, laneCommandSchema } from "./laneMessages.ts";

export interface LaneServices {
  loadModel(model: LaneModel): Promise<LanguageModel>;
  /** Throws a PlaygroundError for a task that does not exist. */
  findTask(id: string): Task;
}

/** A copy of the model that judges edits for the engine that opened it, until it is ended. Returns what hears its commands. */
export function serveLane(
  { loadModel, findTask }: LaneServices,
  post: (answer: LaneAnswer) => void,
): (message: unknown) => void {
  let opened: { model: LanguageModel; exercises: Exercises } | null = null;

  const obey = async (command: LaneCommand) => {
    if (command.type === "open") {
      const model = await loadModel(command.model);
      if (model.info.hash !== command.model.hash) {
        throw new PlaygroundError("bad-input", "The model's files have changed.", "Load the model again.");
      }
      opened = { model, exercises: openExercises(findTask(command.task), command, model) };
      return;
    }
    if (opened === null) throw new Error("A lane has to be opened first.");
    const { model, exercises } = opened;
    if (command.type === "merge") return mergeWriter(model, command.update);
    await judgeEdits(model, exerciseAt(exercises, command.edits), command.edits, {
      emit: (body) => post({ type: "told", body }),
      // The engine hands out no more work while it is paused.
      pausePoint: async () => {},
    });
  };

  return (message) => {
    obey(laneCommandSchema.parse(message)).then(
      () => post({ type: "done" }),
      (error: unknown) => post({ type: "failed", failure: failureOf(error) }),
    );
  };
}
