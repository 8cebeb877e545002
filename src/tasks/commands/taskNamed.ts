import { parseArgs } from "node:util";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import type { TaskCommands } from "./taskCommands.ts";
import { TASK_COMMANDS } from "./tasks.ts";

/** The task that `--task` names, on which the other options depend. @throws PlaygroundError "bad-input" */
export function taskNamed(
  args: readonly string[],
  tasks: readonly TaskCommands[] = TASK_COMMANDS,
): TaskCommands {
  const { values } = parseArgs({ args: [...args], options: { task: { type: "string" } }, strict: false });
  const id = typeof values.task === "string" ? values.task : TASK_COMMANDS[0]?.id;
  const task = tasks.find((known) => known.id === id);
  if (task !== undefined) return task;
  const ids = tasks.map((known) => known.id).join(", ");
  throw new PlaygroundError("bad-input", `--task must be one of ${ids}, not “${id}”.`, `Give one of ${ids}.`);
}
