import { existsSync } from "node:fs";
import { runCommand } from "../experiments/command.ts";
import { CommandLine } from "../src/tasks/commands/commandLine.ts";
import { decodingPairs } from "./decoding.ts";
import { pairsTable } from "./sideBySide.ts";
import { trainingPairs } from "./training.ts";

const SMOLLM2 = [
  { file: "public/models/local/SmolLM2-135M-Instruct.Q4_1.gguf", madeBy: "npm run model:smollm2" },
  { file: ".cache/bench/SmolLM2-135M-Instruct.Q4_0.gguf", madeBy: "python bench/requantise.py" },
  { file: ".cache/bench/SmolLM2-135M-Instruct.Q8_0.gguf", madeBy: "python bench/requantise.py" },
];

const USAGE =
  "npm run bench -- [--models a.gguf,b.gguf] [--only training|decoding] [--threads 2] [--rounds 3] [--python python3]";

/**
 * This project beside its peers, as one table in Markdown: every ratio is the median of pairs measured in turn.
 *
 * Without models: SmolLM2-135M in the formats that are there. What is missing is told in a sentence, and its rows are
 * left out.
 */
runCommand(async (args) => {
  const names = ["models", "only", "threads", "rounds", "python"];
  const line = new CommandLine(args, { names, usage: USAGE });
  const only = line.oneOf("only", ["training", "decoding"]);
  const options = {
    threads: line.whole("threads", 1) ?? 2,
    rounds: line.whole("rounds", 1) ?? 3,
    python: line.text("python") ?? "python3",
    note: (sentence: string) => console.error(sentence),
  };
  const named = line.text("models")?.split(",");
  const files = (named ?? SMOLLM2.map(({ file }) => file)).filter((file) => {
    if (existsSync(file)) return true;
    const madeBy = SMOLLM2.find((known) => known.file === file)?.madeBy;
    options.note(`${file} is missing${madeBy ? `: ${madeBy}` : ""}.`);
    return false;
  });
  // How the weights are stored decides how fast they are read, which training hardly notices.
  const trained = named ? files : files.slice(0, 1);
  const rows = [
    ...(only === "decoding" ? [] : trainingPairs(trained, options)),
    ...(only === "training" ? [] : await decodingPairs(files, options)),
  ];
  console.log(pairsTable(rows));
});
