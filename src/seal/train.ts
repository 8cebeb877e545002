import type { Adapter, Anchor, LanguageModel, TrainStep } from "../nn/languageModel.ts";
import { ADAMW } from "../protocol/adapterSettings.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { hashSeed } from "../protocol/random.ts";
import type { Condition } from "../protocol/run.ts";
import type { EditBody } from "../runs/edit/events.ts";
import type { Exercise, TrainingPlan } from "../tasks/task.ts";

interface AdapterPlan extends TrainingPlan {
  anchor?: Anchor;
  /** Only B is trained. */
  fixedA?: boolean;
  /** Changes the adapter before it is trained. */
  start?(adapter: Adapter): Promise<void>;
}

/**
 * Trains a fresh adapter on the plan ([paper] §3.1, the inner loop's update). Every condition starts from the
 * same random A and sees its examples in an order drawn from the same seed. The base is untouched.
 *
 * A plan of no steps leaves the adapter as it begins, which changes nothing.
 *
 * @returns the adapter, which the caller disposes of; on failure it is disposed of here
 * @throws PlaygroundError "diverged" when the loss stops being a number
 */
export async function trainAdapter(
  model: LanguageModel,
  exercise: Exercise,
  condition: Condition,
  plan: AdapterPlan,
  emit: (body: EditBody) => void,
  signal?: AbortSignal,
): Promise<Adapter> {
  const { sequences, steps, batchSize } = plan;
  const adapter = model.createAdapter({
    ...exercise.lora,
    ...(plan.full ? { full: true } : {}),
    ...(plan.fixedA ? { fixedA: true } : {}),
    seed: hashSeed(exercise.seed, "adapter"),
  });
  try {
    await plan.start?.(adapter);
    emit({
      type: "trainingStarted",
      condition,
      steps,
      examples: sequences.length,
      adapterParameters: adapter.parameterCount,
      ...(plan.material === undefined ? {} : { material: plan.material }),
    });
    if (steps === 0) {
      emit({ type: "trainingFinished", condition, steps, tokens: 0, finalLoss: 0, seconds: 0 });
      return adapter;
    }
    const progress = createProgress(condition, emit);
    const result = await model.fineTune(adapter, {
      examples: sequences,
      optimizer: {
        learningRate: plan.learningRate,
        steps,
        batchSize,
        schedule: plan.schedule,
        warmupSteps: plan.warmupSteps,
        weightDecay: plan.weightDecay,
        maxGradNorm: plan.maxGradNorm,
        ...ADAMW,
      },
      seed: hashSeed(exercise.seed, "order"),
      ...(plan.anchor ? { anchor: plan.anchor } : {}),
      onStep: progress,
      ...(signal ? { signal } : {}),
    });
    if (!Number.isFinite(result.finalLoss)) throw diverged(result.steps);
    emit({ type: "trainingFinished", condition, ...result });
    return adapter;
  } catch (error) {
    adapter.dispose();
    throw error;
  }
}

/** As `trainAdapter`; what diverges by the edit's own learning rate is left as it began, and said. */
export async function trainByEdit(
  model: LanguageModel,
  exercise: Exercise,
  condition: Condition,
  plan: TrainingPlan,
  emit: (body: EditBody) => void,
  signal?: AbortSignal,
): Promise<Adapter> {
  try {
    return await trainAdapter(model, exercise, condition, plan, emit, signal);
  } catch (error) {
    if (!plan.rateIsEdits || !(error instanceof PlaygroundError) || error.kind !== "diverged") throw error;
    emit({
      type: "warning",
      message: `Training by the edit’s learning rate of ${plan.learningRate} diverged, so it is scored untrained.`,
    });
    return trainAdapter(model, exercise, condition, { ...plan, steps: 0 }, emit, signal);
  }
}

function createProgress(condition: Condition, emit: (body: EditBody) => void) {
  let tokens = 0;
  let seconds = 0;
  return (taken: TrainStep) => {
    // JSON has no NaN; a model that goes on regardless is caught by the final loss.
    if (!Number.isFinite(taken.loss)) throw diverged(taken.step);
    tokens += taken.tokens;
    seconds += taken.seconds;
    emit({
      type: "trainingStep",
      condition,
      step: taken.step,
      steps: taken.steps,
      loss: taken.loss,
      learningRate: taken.learningRate,
      gradNorm: taken.gradNorm,
      tokensPerSecond: seconds > 0 ? tokens / seconds : 0,
      secondsLeft: (seconds / taken.step) * (taken.steps - taken.step),
    });
  };
}

function diverged(step: number): PlaygroundError {
  return new PlaygroundError(
    "diverged",
    `Training diverged at step ${step}: the loss is no longer a number.`,
    "Use a smaller learning rate, or switch gradient clipping on.",
  );
}
