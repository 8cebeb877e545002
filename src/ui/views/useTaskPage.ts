import { use } from "react";
import { loadTaskPage } from "../../app/edit/loadTaskPage.ts";
import type { TaskPage, TaskPageEntry } from "../../tasks/page/taskPage.ts";

/** The page side of a task; waits until it has been fetched. */
export function useTaskPage(entry: TaskPageEntry): TaskPage {
  return use(loadTaskPage(entry));
}
