import { taskPage } from "../../app/edit/taskPages.ts";
import type { TaskPage, TaskPageEntry } from "../../tasks/page/taskPage.ts";
import { useLazy } from "../useLazy.ts";

/** The page side of a task; waits until it has been fetched. */
export function useTaskPage(entry: TaskPageEntry): TaskPage {
  return useLazy(taskPage(entry));
}
