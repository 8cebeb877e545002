import type { TaskCommands } from "../../../src/tasks/commands/taskCommands.ts";
import { TASK_COMMANDS as USUAL } from "../../../src/tasks/commands/tasks.ts";
import { factsCommands } from "../commands.ts";

export const TASK_COMMANDS: readonly TaskCommands[] = [...USUAL, factsCommands];
