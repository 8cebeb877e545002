import type { Task } from "../../../src/tasks/task.ts";
import { TASKS as USUAL } from "../../../src/tasks/tasks.ts";
import { factsTask } from "../factsTask.ts";

export const TASKS: readonly Task[] = [...USUAL, factsTask];
