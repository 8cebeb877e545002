import { writeFile } from "node:fs/promises";
import { hashSeed } from "../src/protocol/random.ts";
import { scoreEdit } from "../src/seal/scoreEdit.ts";
import { sampleEdits } from "../src/seal/writeEdits.ts";
import { mergeWriter } from "../src/seal/writer.ts";
import { CommandLine } from "../src/tasks/commands/commandLine.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import type { OracleGap } from "../src/tasks/commands/taskCommands.ts";
import { taskNamed } from "../src/tasks/commands/taskNamed.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { runCommand } from "./command.ts";
import { startRuntime } from "./runtime.ts";
import { gainOver, pointsText, shareText } from "./shares.ts";
import { readWriter } from "./writerFolder.ts";

const USAGE =
  "npx tsx experiments/oracleGap.ts --writer <PEFT folder> --json <out.json> [--contexts N] [--seed S]";

interface MendedEdit {
  /** Right answers after each stage. */
  correct: number[];
  total: number;
  faults: Record<string, number>;
}

/**
 * What keeps the edits of a writer, untaught and taught, from the oracle's, by cause: each edit is mended step by step, and
 * after each step trained on and tested with the same number of optimiser steps. The contexts are those that `npm run rl`
 * holds out.
 */
runCommand(async (args) => {
  const line = new CommandLine(args, { names: ["writer", "json", "contexts", "seed"], usage: USAGE });
  const [json, folder] = [line.required("json"), line.required("writer")];
  const contexts = line.whole("contexts", 1) ?? 20;
  const seed = line.whole("seed", 0) ?? 2;
  const task = taskNamed([]);
  const gap = task.oracleGap;
  if (gap === undefined) throw new Error(`Of ${task.words.many} no oracle's edit can be mended towards.`);
  const { update: taught } = await readWriter(folder);
  const rounds = { ...task.rounds.presets[0]!.settings.outer, seed };
  const { heldOut } = await task.rounds.source(line)({ rounds, heldOut: contexts });
  const { model, close } = await startRuntime({ model: task.ownModel, threads: 1 });
  const writers: Record<string, MendedEdit[]> = { untaught: [], taught: [] };
  for (const [writer, edits] of Object.entries(writers)) {
    if (writer === "taught") await mergeWriter(model, taught);
    for (const [index, { context }] of heldOut.entries()) {
      const exercise = findTask(task.id).open(context, gap.settings, model);
      const own = hashSeed(seed, `held-out context ${index}`);
      const [edit] = await sampleEdits(model, exercise, 1, own);
      const { samples, pieces } = edit!;
      const correct: number[] = [];
      for (const mended of gap.mended(pieces, context, own)) {
        correct.push((await scoreEdit(model, exercise, mended, 1, own)).correct);
      }
      const faults = gap.faults(pieces, samples, context);
      edits.push({ correct, total: exercise.items.length, faults });
      console.error(`${writer}, ${task.words.one} ${index + 1} of ${contexts}: ${correct.join(" ")}`);
    }
  }
  close();
  const setup = { model: model.info.hash, contexts, seed };
  await writeFile(json, `${JSON.stringify({ setup, stages: gap.stages, writers }, null, 1)}\n`);
  for (const [writer, edits] of Object.entries(writers)) {
    console.log(`${tableOf(writer, edits, gap)}\n\n${faultsText(edits)}\n`);
  }
});

function tableOf(writer: string, edits: readonly MendedEdit[], { stages }: OracleGap): string {
  const clusters = stages.map((_, i) =>
    edits.map(({ correct, total }) => ({ sum: correct[i]!, count: total })),
  );
  const rows = stages.map((stage, i) => {
    const before = clusters[i - 1];
    return [stage, shareText(clusters[i]!), before ? pointsText(gainOver(clusters[i]!, before)) : ""];
  });
  return markdownTable([`${writer} writer`, "right answers", "points"], rows);
}

function faultsText(edits: readonly MendedEdit[]): string {
  const names = Object.keys(edits[0]?.faults ?? {});
  return names
    .map((name) => `${edits.reduce((sum, { faults }) => sum + (faults[name] ?? 0), 0)} ${name}`)
    .join(", ");
}
