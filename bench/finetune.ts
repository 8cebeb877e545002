/**
 * LoRA fine-tuning of SmolLM2-135M on WebAssembly against PyTorch + PEFT, in turn, on the same cores.
 * `npm run model:smollm2 && npx tsx bench/finetune.ts [python = python3] [threads = 2] [rounds = 3]`
 * (python needs torch, transformers, peft, gguf; each round: 3 steps of 4 sequences of 64 tokens after one warm-up.)
 */
import { spawnSync } from "node:child_process";
import { startRuntime } from "../experiments/runtime.ts";
import { LINEAR_NAMES } from "../src/protocol/adapterSettings.ts";
import { plainAdamW } from "../test/plainAdamW.ts";
import { median } from "./median.ts";

const [python = "python3", threadsText = "2", roundsText = "3"] = process.argv.slice(2);
const threads = Number(threadsText);
const rounds = Number(roundsText);

const { model, memory, close } = await startRuntime({ model: "smollm2-135m-instruct-q4_1", threads });
const adapter = model.createAdapter({ rank: 16, alpha: 32, targets: LINEAR_NAMES, seed: 1 });
const examples = [0, 1, 2, 3].map((sequence) => {
  const tokens = Array.from({ length: 64 }, (_, i) => (1000 + 7919 * (i + 64 * sequence)) % 49_000);
  return { tokens, lossMask: tokens.map(() => true) };
});
const oursOnce = async (steps: number) => {
  const optimizer = plainAdamW({ learningRate: 1e-3, steps, batchSize: 4, maxGradNorm: 1 });
  const { tokens, seconds } = await model.fineTune(adapter, { examples, optimizer, seed: 0 });
  return tokens / seconds;
};
const theirsOnce = () => {
  const result = spawnSync(python, ["bench/peft_finetune.py", String(threads)], { encoding: "utf8" });
  if (result.status !== 0) throw new Error(result.stderr);
  return Number(result.stdout.trim());
};

await oursOnce(1);
const ours: number[] = [];
const theirs: number[] = [];
for (let round = 0; round < rounds; round++) {
  ours.push(await oursOnce(3));
  theirs.push(theirsOnce());
}
const ratios = ours.map((speed, round) => speed / theirs[round]!);
const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
console.log(`this project, ${threads} threads   ${median(ours).toFixed(1)} tokens/s`);
console.log(`PyTorch + PEFT, ${threads} threads ${median(theirs).toFixed(1)} tokens/s`);
console.log(`ratio                     ${median(ratios).toFixed(2)} (median of ${rounds} pairs)`);
console.log(
  `kernel memory ${mebibytes(memory().reserved)}, whole process ${mebibytes(process.memoryUsage().rss)}`,
);
close();
