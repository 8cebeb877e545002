/** One measurement of this project for bench/training.ts: `npx tsx bench/trainOurs.ts FILE.gguf THREADS`. */
import { startRuntime } from "../experiments/runtime.ts";
import { LINEAR_NAMES } from "../src/protocol/adapterSettings.ts";
import { plainAdamW } from "../test/plainAdamW.ts";
import type { Training } from "./training.ts";

const [file, threads] = process.argv.slice(2);
const { model, close } = await startRuntime({ model: file!, threads: Number(threads) });
const adapter = model.createAdapter({ rank: 16, alpha: 32, targets: LINEAR_NAMES, seed: 1 });
const examples = [0, 1, 2, 3].map((sequence) => {
  const tokens = Array.from({ length: 64 }, (_, i) => (1000 + 7919 * (i + 64 * sequence)) % 49_000);
  return { tokens, lossMask: tokens.map(() => true) };
});
const speedOf = async (steps: number) => {
  const optimizer = plainAdamW({ learningRate: 1e-3, steps, batchSize: 4, maxGradNorm: 1 });
  const { tokens, seconds } = await model.fineTune(adapter, { examples, optimizer, seed: 0 });
  return tokens / seconds;
};

await speedOf(1);
const tokensPerSecond = await speedOf(3);
const mebibytes = process.resourceUsage().maxRSS / 2 ** 10;
console.log(JSON.stringify({ tokensPerSecond, mebibytes } satisfies Training));
close();
