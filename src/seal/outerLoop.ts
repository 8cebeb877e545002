import type { LanguageModel } from "../nn/languageModel.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { RoundsSettings } from "../protocol/roundsSettings.ts";
import type { Json } from "../protocol/run.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import type { RoundsBody } from "../runs/rounds/events.ts";
import type { Task } from "../tasks/task.ts";
import { checkLog } from "./checkLog.ts";
import { readDoneRounds } from "./doneRounds.ts";
import { exerciseAt, openExercises } from "./exercises.ts";
import { judgeEdits } from "./judgeEdits.ts";
import type { CopyLane, Lane } from "./lanes.ts";
import { passRound, type RoundsWork } from "./outerRound.ts";
import { type LoopRequest, toItsEnd } from "./toItsEnd.ts";

export interface RoundsPlan {
  /** Training contexts; the writer is fine-tuned on edits of these alone. */
  contexts: readonly Json[];
  /** Contexts on which every round's writer is measured. */
  heldOut: readonly Json[];
  /** The inner loops' settings, as the task takes them. */
  taskSettings: Json;
  settings: RoundsSettings;
}

export interface OuterLoopRequest extends LoopRequest<RoundsBody> {
  /** Left as it was loaded: whatever was merged is taken back at the end. */
  model: LanguageModel;
  task: Task;
  plan: RoundsPlan;
  /** A round's update of the writer, to be kept for a resumption. */
  onWriter: (round: number, update: WriterUpdate) => void;
  /** What an interrupted run of the same plan and model has told already; empty for a new one. */
  log: readonly RoundsBody[];
  /** The updates that it handed to `onWriter`. One that is missing is trained again from the kept edits. */
  writers: ReadonlyMap<number, WriterUpdate>;
  /**
   * Opens copies of the model that judge side by side; absent, or none: the model judges all by itself. After an abort it
   * rejects and leaves none open.
   */
  openLanes?: (signal: AbortSignal | undefined) => Promise<readonly CopyLane[]>;
}

/**
 * SEAL's outer loop ([paper] §3.1, ReST-EM): each round samples K edits for every context from the current writer,
 * judges each by an inner loop on the current model, fine-tunes the writer on the kept ones, merges the update, and
 * measures the writer on held-out contexts. Round 0 measures the untrained writer.
 *
 * Interrupted and given its own log, it goes on after the last finished edit and ends in the same state.
 *
 * Never rejects: the last event is “finished”, “failed” or “cancelled”. On abort the end is said at once;
 * the promise resolves when the model has stopped, all adapters are gone and nothing is merged.
 */
export async function runOuterLoop(request: OuterLoopRequest): Promise<void> {
  const { model, task, plan, log, signal } = request;
  let copies: readonly CopyLane[] = [];
  await toItsEnd<RoundsBody, void>(
    request,
    log.length > 0 ? { type: "resumed" } : started(request),
    async ({ emit, pausePoint }) => {
      checkPlan(plan);
      checkLog(request, "run");
      const done = readDoneRounds(log);
      const exercises = openExercises(task, plan, model);
      const ownLane: Lane = {
        judge: (edits, tell) =>
          judgeEdits(model, exerciseAt(exercises, edits), edits, { emit: tell, pausePoint, signal }),
        merge: async () => {},
      };
      copies = (await request.openLanes?.(signal)) ?? [];
      const rounds: RoundsWork = {
        model,
        settings: plan.settings,
        ...exercises,
        lanes: copies.length > 0 ? [...copies] : [ownLane],
        done,
        writers: request.writers,
        onWriter: request.onWriter,
        emit: (body) => {
          if (!done.has(body)) emit(body);
        },
        pausePoint,
        ...(signal ? { signal } : {}),
      };
      for (let round = 0; round <= plan.settings.rounds; round++) await passRound(rounds, round);
    },
    () => {
      for (const lane of copies) lane.close();
      model.useAdapter(null);
      model.unmerge();
    },
  );
}

function started({ model, task, plan }: OuterLoopRequest): RoundsBody {
  return {
    type: "started",
    task: task.id,
    model: { ...model.info },
    settings: plan.settings,
    taskSettings: plan.taskSettings,
    contexts: [...plan.contexts],
    heldOut: [...plan.heldOut],
    startedAt: new Date().toISOString(),
  };
}

function checkPlan({ contexts, heldOut, settings }: RoundsPlan): void {
  if (heldOut.length === 0) {
    throw new PlaygroundError(
      "bad-input",
      "There is no held-out context, so no round could be measured.",
      "Add at least one passage that the writer is not trained on.",
    );
  }
  if (contexts.length < settings.contextsPerRound && settings.rounds > 0) {
    throw new PlaygroundError(
      "bad-input",
      `A round takes ${settings.contextsPerRound} training contexts, but there are ${contexts.length}.`,
      "Add contexts, or take fewer a round.",
    );
  }
}
