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
import { roundsKind } from "../src/runs/rounds/kind.ts";
import { combineAdapters } from "../src/versions/combineAdapters.ts";
import { openEventFile } from "./eventFile.ts";
import { readWriters } from "./rlLog.ts";

const [rl = "", folder = "taught", rounds = "20"] = process.argv.slice(2);
const { earlier } = await openEventFile(rl, roundsKind, () => true);
const [started] = earlier;
const writers = [...(await readWriters(rl, earlier))].filter(([round]) => round <= Number(rounds));
if (started?.body.type !== "started" || writers.length === 0) {
  const message = `No round beside ${rl} has trained a writer.`;
  throw new PlaygroundError("bad-input", message, "Let npm run rl finish a round first.");
}
const adapter = combineAdapters(writers.map(([, update]) => update));
await mkdir(folder, { recursive: true });
await writeFile(join(folder, PEFT_CONFIG), peftConfig(adapter, started.body.model.name));
await writeFile(join(folder, PEFT_WEIGHTS), encodePeftWeights(adapter));
console.log(
  `${folder}: rank ${adapter.settings.rank}, of ${writers.length} rounds, for ${started.body.model.hash}`,
);
