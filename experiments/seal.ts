import { mergeWriter } from "../src/seal/writer.ts";
import type { TaskCommands } from "../src/tasks/commands/taskCommands.ts";
import { taskNamed } from "../src/tasks/commands/taskNamed.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { measure, runCommand } from "./command.ts";
import { openRecords, runContexts } from "./innerLoopRun.ts";
import { runtimeSetup } from "./runtime.ts";
import { readWriter } from "./writerFolder.ts";

/**
 * `npm run seal`: SEAL's inner loop over contexts of a task, one after the other, without a page (`npm run arc`: over
 * puzzles). Prints a table of all conditions and writes one JSON (docs/headless.md). Progress goes to standard error, the
 * table to standard output. Interrupted, the same command goes on.
 */
async function main(args: readonly string[]): Promise<void> {
  await sealTask(taskNamed(args), args);
}

async function sealTask({ id, words, innerLoops }: TaskCommands, args: readonly string[]): Promise<void> {
  const plan = await innerLoops.plan(args);
  for (const remark of plan.remarks) console.error(remark);
  await measure(plan.options, {
    async run(runtime) {
      const { model } = runtime;
      const { writer: folder } = plan.options;
      const writer = folder === undefined ? undefined : await readWriter(folder);
      if (writer) await mergeWriter(model, writer.update);
      const setup = plan.setup({ ...runtimeSetup(runtime), writer: writer?.setup });
      const file = await openRecords(plan, setup);
      return plan.result(setup, await runContexts({ model, task: findTask(id), words, plan }, file));
    },
    table: (result) => innerLoops.results.table([result]),
  });
}

runCommand(main);
