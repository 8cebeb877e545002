import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodePeftWeights, PEFT_WEIGHTS, peftConfig } from "../src/checkpoints/peft/peftAdapter.ts";
import { PEFT_CONFIG } from "../src/checkpoints/peft/peftConfig.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { CommandLine } from "../src/tasks/commands/commandLine.ts";
import { combineAdapters } from "../src/versions/combineAdapters.ts";
import { runCommand } from "./command.ts";
import { readRl } from "./rlLog.ts";

const USAGE = `npx tsx experiments/exportWriter.ts --rl <result of npm run rl> --folder <out> [--rounds N]
  --rounds: how many of them, from the first; without it all that have trained the writer.`;

/** The writer that an `npm run rl` has taught as one PEFT adapter of the untouched model, as the page brings it along. */
runCommand(async (args) => {
  const line = new CommandLine(args, { names: ["rl", "folder", "rounds"], usage: USAGE });
  const rl = line.required("rl");
  const folder = line.required("folder");
  const rounds = line.whole("rounds", 1) ?? Number.POSITIVE_INFINITY;
  const { started, writers } = await readRl(rl);
  const taught = [...writers].filter(([round]) => round <= rounds);
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
});
