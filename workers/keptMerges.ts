import type { Adapter } from "../src/nn/languageModel.ts";
import type { Tally } from "../src/protocol/run.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { wilson } from "../src/protocol/wilson.ts";
import type { WriterUpdate } from "../src/protocol/writerUpdate.ts";
import type { StreamBody } from "../src/runs/stream/events.ts";
import { createStreamLedger } from "../src/seal/streamLedger.ts";
import { updateOf } from "../src/seal/writer.ts";
import { type Keepable, type KeepableStep, titleOf } from "./keepable.ts";
import type { StreamStart } from "./streamRun.ts";

/** Listens to a stream and, once it has finished, says what of it can be kept: one step for each merge. */
export interface MergeCollector {
  onEvent(body: StreamBody): void;
  onMerged(step: number, adapter: Adapter): Promise<void>;
}

/** @param keep is called at most once, when the stream has finished and merged something */
export function collectMerges(
  { runId, task, plan, earlier }: StreamStart,
  keep: (keepable: Keepable) => void,
): MergeCollector {
  const log: StreamBody[] = earlier.map(({ body }) => body);
  const merged = new Map<number, WriterUpdate>();

  const stepOf = (step: number, adapter: WriterUpdate): KeepableStep => {
    const { edit, untouched, asked, applied } = createStreamLedger(log, () => {});
    const context = plan.contexts[step] ?? null;
    const name = titleOf(context, `Passage ${step + 1}`);
    const { seed } = plan.settings;
    return {
      name: `Merge ${step + 1}, ${name}`.slice(0, 200),
      kind: "merge",
      adapter,
      accuracy: accuracyOf(untouched(step), asked(step, step)),
      training: {
        task,
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
    async onMerged(step, adapter) {
      merged.set(step, updateOf(await adapter.snapshot()));
    },
  };
}

type Asked = { correct: number; total: number } | undefined;

/** Of the untouched model on the passage, and right after the passage was learned. */
function accuracyOf(before: Asked, after: Asked): KeepableStep["accuracy"] {
  return before && after ? { before: tallyOf(before), after: tallyOf(after) } : null;
}

function tallyOf({ correct, total }: NonNullable<Asked>): Tally {
  return { correct, total, interval: wilson(correct, total) };
}
