/**
 * How far the embedded reader drifts when it learns one passage faster and faster:
 *
 *     npx tsx experiments/drift.ts [PASSAGES]
 */
import type { CanaryKind, Drift } from "../src/protocol/drift.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { measureDrift, takeReference } from "../src/seal/drift.ts";
import { trainAdapter } from "../src/seal/train.ts";
import { generatePassage } from "../src/tasks/knowledge/generatePassage.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import { KNOWLEDGE_PRESETS } from "../src/tasks/knowledge/metadata.ts";
import { knowledgeProbes } from "../src/tasks/knowledge/probes.ts";
import { startRuntime } from "./runtime.ts";

const RATES = [0.001, 0.003, 0.006, 0.01, 0.02];
const FIRST_SEED = 500;

const passages = Number(process.argv[2] ?? 6);
const settings = KNOWLEDGE_PRESETS.find(({ id }) => id === "reader")!.settings;
const { model, close } = await startRuntime({ model: "embedded-reader", threads: 1 });
const reference = await takeReference(model, knowledgeProbes(model));
const rows: string[][] = [];
for (const learningRate of RATES) {
  const drifts: Drift[] = [];
  for (let i = 0; i < passages; i++) {
    const context = toJson(generatePassage(FIRST_SEED + i));
    const exercise = knowledgeTask.open(context, toJson({ ...settings, learningRate }), model);
    const adapter = await trainAdapter(model, exercise, "oracle", exercise.training("oracle", []), () => {});
    model.useAdapter(adapter);
    drifts.push(await measureDrift(model, reference));
    model.useAdapter(null);
    adapter.dispose();
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const held = (kind: CanaryKind) =>
    mean(
      drifts.map(
        ({ canaries }) =>
          canaries.filter((canary) => canary.kind === kind && canary.held && canary.holds).length,
      ),
    ).toFixed(1);
  const kls = drifts.map(({ kl }) => kl);
  rows.push([
    String(learningRate),
    `${mean(kls).toFixed(2)} (${Math.min(...kls).toFixed(2)}–${Math.max(...kls).toFixed(2)})`,
    mean(drifts.map(({ perplexity }) => perplexity.after)).toFixed(1),
    held("known"),
    held("in-context"),
    held("stranger"),
  ]);
}
const { before } = (await measureDrift(model, reference)).perplexity;
console.log(`Perplexity of the untouched model: ${before.toFixed(2)}. Means over ${passages} passages.\n`);
const header = [
  "learning rate",
  "KL, nats a token (range)",
  "perplexity",
  "known",
  "in context",
  "strangers",
];
for (const row of [header, header.map(() => "---"), ...rows]) console.log(`| ${row.join(" | ")} |`);
close();
