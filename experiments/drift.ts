/**
 * How far an embedded model drifts when it learns one context faster and faster, e.g. a passage by the oracle's edit:
 *
 *     npx tsx experiments/drift.ts [TASK] [CONTEXTS]
 */
import type { CanaryKind, Drift } from "../src/protocol/drift.ts";
import type { Condition, Json } from "../src/protocol/run.ts";
import { measureDrift, takeReference } from "../src/seal/drift.ts";
import { trainAdapter } from "../src/seal/train.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import { taskNamed } from "../src/tasks/commands/taskNamed.ts";
import { findTask, probesFor } from "../src/tasks/findTask.ts";
import { startRuntime } from "./runtime.ts";

const FIRST_SEED = 500;
const [id, count = "6"] = process.argv.slice(2);
const task = taskNamed(id === undefined ? [] : ["--task", id]);
const learning = task.fastLearning;
if (learning === undefined) throw new Error(`There are no rates at which ${task.words.many} are learned.`);
const { model, close } = await startRuntime({ model: task.ownModel, threads: 1 });
const reference = await takeReference(model, probesFor(model));
const contexts = Array.from({ length: Number(count) }, (_, index) => task.fresh(FIRST_SEED, index));

async function driftAfter(context: Json, condition: Condition, settings: Json): Promise<Drift> {
  const exercise = findTask(task.id).open(context, settings, model);
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
  for (const context of contexts) {
    drifts.push(await driftAfter(context, learning.condition, learning.settings(learningRate)));
  }
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
