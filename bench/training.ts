import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Pairs } from "./sideBySide.ts";

/** Of a process that trains: its speed, and its memory at most. */
export interface Training {
  tokensPerSecond: number;
  mebibytes: number;
}

export interface TrainingOptions {
  threads: number;
  rounds: number;
  /** The interpreter that has the peer. */
  python: string;
  /** Told what happens, and in a sentence of what is left out. */
  note(sentence: string): void;
}

const PEER = "PyTorch + PEFT";
const REQUIRED = "import torch, transformers, peft, gguf";

/**
 * LoRA fine-tuning (rank 16, all linear layers, three steps of 4 × 64 tokens after one that is not timed): in Node on
 * WebAssembly against PyTorch + PEFT in float32, with each GGUF file, in turn, each time in a process of its own.
 */
export function trainingPairs(files: readonly string[], options: TrainingOptions): Pairs[] {
  const { python, threads, rounds, note } = options;
  const ready = spawnSync(python, ["-c", REQUIRED]).status === 0;
  if (!ready) note(`${PEER} is left out: in ${python}, “${REQUIRED}” fails. Another: --python PATH.`);
  return files.flatMap((file) => {
    const ours: Training[] = [];
    const theirs: Training[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(measure(process.execPath, [...process.execArgv, script("trainOurs.ts"), file, `${threads}`]));
      if (ready) theirs.push(measure(python, [script("train_peft.py"), file, `${threads}`]));
      note(`${basename(file)}: ${JSON.stringify([ours.at(-1), theirs.at(-1)])}`);
    }
    const row = (what: string, unit: Pairs["unit"], key: keyof Training) => ({
      what: `${basename(file, ".gguf")}: ${what}`,
      peer: ready ? PEER : "",
      unit,
      ours: ours.map((training) => training[key]),
      theirs: theirs.map((training) => training[key]),
    });
    return [
      { ...row("LoRA fine-tuning", "tokens/s", "tokensPerSecond"), goal: 1 },
      row("memory at most, training", "MiB", "mebibytes"),
    ];
  });
}

function measure(command: string, args: readonly string[]): Training {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1)!);
}

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
