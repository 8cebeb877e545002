import { puzzleEntry } from "../arc/page/entry.ts";
import { passageEntry } from "../knowledge/page/entry.ts";
import type { TaskPageEntry } from "./taskPage.ts";

/** The tasks as the page knows them; the first is the one that it opens on. `../tasks.ts` has the other half of each. */
export const TASK_PAGES: readonly TaskPageEntry[] = [passageEntry, puzzleEntry];
