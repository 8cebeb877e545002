/**
 * The writer that an `npm run rl` has taught as one PEFT adapter of the untouched model, as the page brings it along.
 *
 *     npx tsx experiments/exportWriter.ts RL.json FOLDER [ROUNDS]
 *
 * ROUNDS: how many of them, from the first; without it all that have trained the writer.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodePeftWeights, PEFT_WEIGHTS, peftConfig } from "../src/checkpoints/peftAdapter.ts";
import { PEFT_CONFIG } from "../src/checkpoints/peftConfig.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { combineAdapters } from "../src/versions/combineAdapters.ts";
import { readRl } from "./rlLog.ts";

const [rl = "", folder = "taught", rounds = "20"] = process.argv.slice(2);
const { started, writers } = await readRl(rl);
const taught = [...writers].filter(([round]) => round <= Number(rounds));
if (taught.length === 0) {
  const message = `No round beside ${rl} has trained a writer.`;
  throw new PlaygroundError("bad-input", message, "Let npm run rl finish a round first.");
}
const adapter = combineAdapters(taught.map(([, update]) => update));
await mkdir(folder, { recursive: true });
await writeFile(join(folder, PEFT_CONFIG), peftConfig(adapter, started.model.name));
await writeFile(join(folder, PEFT_WEIGHTS), encodePeftWeights(adapter));
console.log(
  `${folder}: rank ${adapter.settings.rank}, of ${taught.length} rounds, for ${started.model.hash}`,
);
