import { arcCommands } from "../arc/commands/commands.ts";
import { knowledgeCommands } from "../knowledge/commands/commands.ts";
import type { TaskCommands } from "./taskCommands.ts";

/** The tasks as the commands know them; the first is what they are about unless another one is named. */
export const TASK_COMMANDS: readonly TaskCommands[] = [knowledgeCommands, arcCommands];
