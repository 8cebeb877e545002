import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Runtime } from "../../experiments/runtime.ts";

/** The commands as they are with the task in their lists; what other tests have loaded does not know it. */
async function commandsWithToyTask() {
  vi.resetModules();
  vi.doMock("../../src/tasks/tasks.ts", async (original) => {
    const { TASKS } = await original<typeof import("../../src/tasks/tasks.ts")>();
    return { TASKS: [...TASKS, (await import("./factsTask.ts")).factsTask] };
  });
  vi.doMock("../../src/tasks/commands/tasks.ts", async (original) => {
    const { TASK_COMMANDS } = await original<typeof import("../../src/tasks/commands/tasks.ts")>();
    return { TASK_COMMANDS: [...TASK_COMMANDS, (await import("./commands.ts")).factsCommands] };
  });
  return {
    ...(await import("../../experiments/forgetOptions.ts")),
    ...(await import("../../experiments/innerLoopRun.ts")),
    ...(await import("../../experiments/rlOptions.ts")),
    ...(await import("../../experiments/runtime.ts")),
    ...(await import("../../src/tasks/commands/taskNamed.ts")),
    ...(await import("../../src/tasks/findTask.ts")),
  };
}

let commands: Awaited<ReturnType<typeof commandsWithToyTask>>;
let runtime: Runtime;
let folder = "";
beforeAll(async () => {
  commands = await commandsWithToyTask();
  runtime = await commands.startRuntime({ model: "embedded-reader", threads: 1 });
});
afterAll(() => {
  runtime.close();
  vi.doUnmock("../../src/tasks/tasks.ts");
  vi.doUnmock("../../src/tasks/commands/tasks.ts");
  vi.resetModules();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "toy-task-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a task that is named in the lists alone goes through the inner loop of npm run seal", async () => {
  const { taskNamed, runtimeSetup, openRecords, runContexts, findTask } = commands;
  const args = ["--task", "facts", "--json", join(folder, "out.json"), "--generate", "1", "--steps", "40"];
  const { id, words, innerLoops } = taskNamed(args);
  const plan = await innerLoops.plan(args);
  const setup = plan.setup(runtimeSetup(runtime));
  const file = await openRecords(plan, setup);
  const records = await runContexts({ model: runtime.model, task: findTask(id), words, plan }, file);
  const result = plan.result(setup, records);
  expect(innerLoops.results.schema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  // The facts are new, so the untouched model knows none of them; some are learned from its own notes.
  const [table] = innerLoops.results.table([result]).split("\n").slice(-1);
  const [before = 0, after = 0] = (table?.match(/\d+/g) ?? []).slice(1).map(Number);
  expect(after).toBeGreaterThan(before);
  const kept = await readFile(join(folder, "out.json.tables.jsonl"), "utf8");
  expect(kept.trim().split("\n")).toHaveLength(2);
});

test("rounds and streams of it are set by its own options", async () => {
  const { readRlOptions, readForgetOptions } = commands;
  const rl = readRlOptions(["--task", "facts", "--json", "j", "--steps", "7", "--rounds", "2"]);
  expect(rl).toMatchObject({ model: "embedded-reader", settings: { steps: 7 }, rounds: { rounds: 2 } });
  const { training, heldOut } = await rl.source({ rounds: rl.rounds, heldOut: rl.heldOut });
  expect([training.length, heldOut.length]).toEqual([4, 2]);
  const forget = readForgetOptions(["--task", "facts", "--json", "j", "--tables", "3"]);
  const { contexts } = await forget.source({ seed: 1, count: forget.count });
  expect(new Set(contexts.map(({ name }) => name)).size).toBe(3);
  expect(() => readForgetOptions(["--task", "arc", "--json", "j"])).toThrow(
    "--task must be one of knowledge, facts",
  );
});
