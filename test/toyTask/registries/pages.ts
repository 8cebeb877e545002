import { TASK_PAGES as USUAL } from "../../../src/tasks/page/pages.ts";
import type { TaskPageEntry } from "../../../src/tasks/page/taskPage.ts";
import { factsEntry } from "../page/entry.ts";

export const TASK_PAGES: readonly TaskPageEntry[] = [...USUAL, factsEntry];
