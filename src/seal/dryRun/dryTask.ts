import { createRandom } from "../../protocol/random.ts";
import type { Json } from "../../protocol/run.ts";
import type { TrainingSequence } from "../../protocol/sequence.ts";
import type { Exercise, Task, TextModel, TrainingPlan } from "../../tasks/task.ts";

/**
 * A task whose edits and answers need no model: the edit is the one that the task expects, an answer is as long as a right
 * one, and chance says whether it is right, so that rounds have edits to choose among.
 */
export function dryTask(task: Task): Task {
  return {
    ...task,
    open: (context: Json, settings: Json, model: TextModel) =>
      dryExercise(task.open(context, settings, model)),
  };
}

function dryExercise(exercise: Exercise): Exercise {
  const { pieces, sampleTokens } = exercise.expectedEdit();
  const answerTokens = longestAnswer(exercise);
  const random = createRandom(exercise.seed).fork("dry run");
  const plans = new Map<string, TrainingPlan>();
  return {
    ...exercise,
    writing: { ...exercise.writing, maxTokens: Math.min(exercise.writing.maxTokens, sampleTokens) },
    parse: () => [...pieces],
    training(condition) {
      const plan = plans.get(condition) ?? exercise.training(condition, pieces, pieces);
      plans.set(condition, plan);
      return plan;
    },
    writerSequences: (samples) =>
      exercise.writerSequences(samples).map((sequence) => followedBy(sequence, sampleTokens)),
    testing(condition) {
      const plan = exercise.testing(condition);
      return { ...plan, maxTokens: Math.min(plan.maxTokens, answerTokens) };
    },
    judge: (item, outputs, confidences) => ({
      ...exercise.judge(item, outputs, confidences),
      correct: random.next() < 0.5,
    }),
  };
}

/** Tokens, the one that ends it among them; without bound where no answer is known. */
function longestAnswer(exercise: Exercise): number {
  const answers = exercise.rightAnswers().flat();
  const lengths = answers.map(({ lossMask }) => lossMask.filter(Boolean).length);
  return lengths.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...lengths);
}

/** As if so many tokens had been written to a prompt. */
function followedBy({ tokens, lossMask }: TrainingSequence, count: number): TrainingSequence {
  const last = tokens.at(-1) ?? 0;
  return {
    tokens: [...tokens, ...new Array<number>(count).fill(last)],
    lossMask: [...lossMask, ...new Array<boolean>(count).fill(true)],
  };
}
