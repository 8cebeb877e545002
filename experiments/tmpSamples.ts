import { nodeCheckpointFiles } from "../scripts/nodeFileSource.ts";
import { readPeftAdapter } from "../src/checkpoints/peft/peftAdapter.ts";
import { hashSeed } from "../src/protocol/random.ts";
import { scoreEdit } from "../src/seal/scoreEdit.ts";
import { sampleEdits } from "../src/seal/writeEdits.ts";
import { mergeWriter } from "../src/seal/writer.ts";
import { CommandLine } from "../src/tasks/commands/commandLine.ts";
import { taskNamed } from "../src/tasks/commands/taskNamed.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { startRuntime } from "./runtime.ts";
const task = taskNamed([]);
const gap = task.oracleGap!;
const seed = 2;
const taught = await readPeftAdapter(await nodeCheckpointFiles("public/taught/embedded-reader"));
const rounds = { ...task.rounds.presets[0]!.settings.outer, seed };
const { heldOut } = await task.rounds.source(new CommandLine([], { names: [], usage: "" }))({ rounds, heldOut: 20 });
const { model } = await startRuntime({ model: task.ownModel, threads: 1 });
for (const writer of ["untaught", "taught"]) {
  if (writer === "taught") await mergeWriter(model, taught);
  for (const [samples, steps] of [[8, 60], [8, 120], [16, 60]] as const) {
    let correct = 0, total = 0, asked = 0, could = 0; const began = performance.now(); let write = 0;
    for (const [index, { context }] of heldOut.entries()) {
      const settings = { ...(gap.settings as object), editSamples: samples, maxSteps: steps, maxPieces: 200 } as typeof gap.settings;
      const exercise = findTask(task.id).open(context, settings, model);
      const own = hashSeed(seed, `held-out context ${index}`);
      const w = performance.now();
      const [edit] = await sampleEdits(model, exercise, 1, own);
      write += performance.now() - w;
      const f = gap.faults(edit!.pieces, edit!.samples, context);
      asked += f["are asked"]!; could += f["questions could be asked"]!;
      const s = await scoreEdit(model, exercise, edit!.pieces, 1, own);
      correct += s.correct; total += s.total;
    }
    console.log(writer, samples, steps, correct, total, (correct / total).toFixed(3), `asked ${asked}/${could}`, ((performance.now() - began) / 20000).toFixed(1), "s each, writing", (write / 20000).toFixed(2));
  }
}
