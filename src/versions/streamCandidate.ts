import type { Adapter } from "../nn/languageModel.ts";
import { contextTitle } from "../protocol/contextTitle.ts";
import { wilson } from "../protocol/intervals.ts";
import type { Tally } from "../protocol/run.ts";
import { toJson } from "../protocol/toJson.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import type { StreamBody, StreamSetup } from "../runs/stream/events.ts";
import { readDoneSteps } from "../seal/doneSteps.ts";
import { updateOf } from "../seal/writer.ts";
import type { Candidate, CandidateStep } from "./candidate.ts";

/** Listens to a stream and, once it has finished, says what of it can be kept: one step for each merge. */
export interface StreamCandidateCollector {
  onEvent(body: StreamBody): void;
  /** @param alone it takes the place of all that was merged before */
  onMerged(step: number, adapter: Adapter, alone: boolean): Promise<void>;
}

/** A stream as it began, or as it goes on after an interruption. */
interface Stream {
  runId: string;
  plan: StreamSetup;
  /** What it has said so far. */
  log: readonly StreamBody[];
}

/** @param keep is called at most once, when the stream has finished and merged something */
export function collectStreamCandidate(
  { runId, plan, log: earlier }: Stream,
  keep: (candidate: Candidate) => void,
): StreamCandidateCollector {
  const log = [...earlier];
  const merged = new Map<number, WriterUpdate>();

  const stepOf = (step: number, adapter: WriterUpdate): CandidateStep => {
    const { edit, untouched, asked, applied } = readDoneSteps(log, () => {});
    const context = plan.contexts[step] ?? null;
    const name = contextTitle(context, `Passage ${step + 1}`);
    const { seed } = plan.settings;
    return {
      name: `Merge ${step + 1}, ${name}`.slice(0, 200),
      kind: "merge",
      adapter,
      accuracy: accuracyOf(untouched(step), asked(step, step)),
      training: {
        task: plan.task,
        context,
        pieces: edit(step)?.pieces ?? [],
        seed,
        settings: toJson({ ...plan.settings, scale: applied(step)?.scale ?? 1, edits: plan.taskSettings }),
      },
    };
  };

  return {
    onEvent(body) {
      log.push(body);
      if (body.type !== "finished" || merged.size === 0) return;
      const steps = [...merged].sort(([a], [b]) => a - b).map(([step, adapter]) => stepOf(step, adapter));
      keep({ runId, parent: null, steps });
    },
    async onMerged(step, adapter, alone) {
      if (alone) merged.clear();
      merged.set(step, updateOf(await adapter.snapshot()));
    },
  };
}

type Asked = { correct: number; total: number } | undefined;

/** Of the untouched model on the passage, and right after the passage was learned. */
function accuracyOf(before: Asked, after: Asked): CandidateStep["accuracy"] {
  return before && after ? { before: tallyOf(before), after: tallyOf(after) } : null;
}

function tallyOf({ correct, total }: NonNullable<Asked>): Tally {
  return { correct, total, interval: wilson(correct, total) };
}
