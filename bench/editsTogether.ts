/**
 * What training the adapters of several edits together could win at most: steps of K times as many rows (one adapter, as
 * if they shared it) against K times as many steps, in turn, for the embedded reader on WebAssembly.
 * `npx tsx bench/editsTogether.ts [threads = 1] [rounds = 5]`
 */
import { startRuntime } from "../experiments/runtime.ts";
import { LINEAR_NAMES } from "../src/protocol/adapterSettings.ts";
import { plainAdamW } from "../test/plainAdamW.ts";
import { median } from "./median.ts";

const [threadsText = "1", roundsText = "5"] = process.argv.slice(2);
/** As the preset of the reader: rows of a step, steps of an edit, edits of a passage; and what a line usually has. */
const [ROWS, STEPS, EDITS, TOKENS] = [4, 60, 5, 14];

const { model, close } = await startRuntime({ model: "embedded-reader", threads: Number(threadsText) });
const examples = Array.from({ length: ROWS * EDITS }, (_, row) => {
  const tokens = Array.from({ length: TOKENS }, (_, i) => (100 + 37 * (i + TOKENS * row)) % 1000);
  return { tokens, lossMask: tokens.map(() => true) };
});
const adapter = model.createAdapter({ rank: 8, alpha: 16, targets: LINEAR_NAMES, seed: 1 });
const secondsOf = async (steps: number, batchSize: number) => {
  const optimizer = plainAdamW({ learningRate: 1e-4, steps, batchSize, maxGradNorm: 1 });
  const { seconds } = await model.fineTune(adapter, { examples, optimizer, seed: 0 });
  return seconds;
};

await secondsOf(10, ROWS);
const ratios: number[] = [];
for (let round = 0; round < Number(roundsText); round++) {
  const apart = await secondsOf(STEPS * EDITS, ROWS);
  const together = await secondsOf(STEPS, ROWS * EDITS);
  ratios.push(apart / together);
  console.log(`${EDITS} edits apart ${apart.toFixed(2)} s, together ${together.toFixed(2)} s`);
}
console.log(`at most ${median(ratios).toFixed(2)} times as fast together (median of ${roundsText} pairs)`);
close();
