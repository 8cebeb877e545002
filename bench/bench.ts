/**
 * This project beside its peers, as one table in Markdown: every ratio is the median of pairs measured in turn.
 * `npm run bench -- [file.gguf …] [--only decoding | training] [--threads 2] [--rounds 3] [--python python3]`
 *
 * Without files: SmolLM2-135M in the formats that are there (`npm run model:smollm2`, `python bench/requantise.py`).
 * What a peer needs and is missing is told in a sentence, and its rows are left out.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { decodingPairs } from "./decoding.ts";
import { markdownTable } from "./sideBySide.ts";
import { trainingPairs } from "./training.ts";

const SMOLLM2 = [
  { file: "public/models/local/SmolLM2-135M-Instruct.Q4_1.gguf", madeBy: "npm run model:smollm2" },
  { file: ".cache/bench/SmolLM2-135M-Instruct.Q4_0.gguf", madeBy: "python bench/requantise.py" },
  { file: ".cache/bench/SmolLM2-135M-Instruct.Q8_0.gguf", madeBy: "python bench/requantise.py" },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    threads: { type: "string", default: "2" },
    rounds: { type: "string", default: "3" },
    python: { type: "string", default: "python3" },
  },
});
const options = {
  threads: Number(values.threads),
  rounds: Number(values.rounds),
  python: values.python,
  note: (sentence: string) => console.error(sentence),
};
const wanted = positionals.length > 0 ? positionals : SMOLLM2.map(({ file }) => file);
const files = wanted.filter((file) => {
  if (existsSync(file)) return true;
  const madeBy = SMOLLM2.find((known) => known.file === file)?.madeBy;
  options.note(`${file} is missing${madeBy ? `: ${madeBy}` : ""}.`);
  return false;
});

// How the weights are stored decides how fast they are read, which training hardly notices.
const trained = positionals.length > 0 ? files : files.slice(0, 1);
const rows = [
  ...(values.only === "decoding" ? [] : trainingPairs(trained, options)),
  ...(values.only === "training" ? [] : await decodingPairs(files, options)),
];
console.log(markdownTable(rows));
