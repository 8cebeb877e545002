/**
 * How far an embedded model drifts when it learns one context faster and faster, a passage by the oracle's edit or a
 * puzzle by the fixed one:
 *
 *     npx tsx experiments/drift.ts [knowledge|arc] [CONTEXTS]
 */
import type { CanaryKind, Drift } from "../src/protocol/drift.ts";
import type { Condition, Json } from "../src/protocol/run.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { measureDrift, takeReference } from "../src/seal/drift.ts";
import { trainAdapter } from "../src/seal/train.ts";
import { drawnPuzzle } from "../src/tasks/arc/drawnPuzzles.ts";
import { ARC_PRESETS, FIXED_EDIT } from "../src/tasks/arc/metadata.ts";
import { formatSelfEdit } from "../src/tasks/arc/selfEdit.ts";
import { generatePassage } from "../src/tasks/knowledge/generatePassage.ts";
import { KNOWLEDGE_PRESETS } from "../src/tasks/knowledge/metadata.ts";
import { findTask, probesFor } from "../src/tasks/tasks.ts";
import { markdownTable } from "./markdown.ts";
import { startRuntime } from "./runtime.ts";

interface Learning {
  model: string;
  condition: Condition;
  rates: readonly number[];
  context(index: number): Json;
  settings(learningRate: number): Json;
}

const FIRST_SEED = 500;
const reader = KNOWLEDGE_PRESETS.find(({ id }) => id === "reader")!.settings;
const PASSAGES: Learning = {
  model: "embedded-reader",
  condition: "oracle",
  rates: [0.001, 0.003, 0.006, 0.01, 0.02],
  context: (index) => toJson(generatePassage(FIRST_SEED + index)),
  settings: (learningRate) => toJson({ ...reader, learningRate }),
};
const PUZZLES: Learning = {
  model: "embedded-grid",
  condition: "best-fixed",
  rates: [0.0003, 0.001, 0.003],
  context: (index) => toJson(drawnPuzzle("unseen", "small", FIRST_SEED, index)),
  settings: (learning_rate) => {
    const training = { ...FIXED_EDIT.training, learning_rate };
    return toJson({ ...ARC_PRESETS[0]!.settings, fixedEdit: formatSelfEdit({ ...FIXED_EDIT, training }) });
  },
};

const [task = "knowledge", count = "6"] = process.argv.slice(2);
const learning = task === "arc" ? PUZZLES : PASSAGES;
const { model, close } = await startRuntime({ model: learning.model, threads: 1 });
const reference = await takeReference(model, probesFor(model));
const contexts = Array.from({ length: Number(count) }, (_, index) => learning.context(index));

async function driftAfter(context: Json, learningRate: number): Promise<Drift> {
  const { condition } = learning;
  const exercise = findTask(task).open(context, learning.settings(learningRate), model);
  const adapter = await trainAdapter(model, exercise, condition, exercise.training(condition, []), () => {});
  model.useAdapter(adapter);
  try {
    return await measureDrift(model, reference);
  } finally {
    model.useAdapter(null);
    adapter.dispose();
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const untouched = await measureDrift(model, reference);
const kinds = [...new Set(untouched.canaries.map(({ kind }) => kind))];
const heldIn = ({ canaries }: Drift, kind: CanaryKind) =>
  canaries.filter((canary) => canary.kind === kind && canary.held && canary.holds).length;

const rows: string[][] = [];
for (const learningRate of learning.rates) {
  const drifts: Drift[] = [];
  for (const context of contexts) drifts.push(await driftAfter(context, learningRate));
  const kls = drifts.map(({ kl }) => kl);
  rows.push([
    String(learningRate),
    `${mean(kls).toFixed(2)} (${Math.min(...kls).toFixed(2)}–${Math.max(...kls).toFixed(2)})`,
    mean(drifts.map(({ perplexity }) => perplexity.after)).toFixed(2),
    ...kinds.map((kind) => mean(drifts.map((drift) => heldIn(drift, kind))).toFixed(1)),
  ]);
}
const counts = kinds.map((kind) => `${kind} ${heldIn(untouched, kind)}`).join(", ");
console.log(
  `The untouched model: perplexity ${untouched.perplexity.before.toFixed(2)}; canaries held: ${counts}. ` +
    `Means over ${contexts.length}.\n`,
);
const header = ["learning rate", "KL, nats a token (range)", "perplexity", ...kinds];
console.log(markdownTable(header, rows));
close();
