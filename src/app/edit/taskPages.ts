import { type Lazy, lazily } from "../../protocol/lazily.ts";
import type { TaskPage, TaskPageEntry } from "../../tasks/page/taskPage.ts";

const pages = new Map<string, Lazy<TaskPage>>();

/** The page side of a task, fetched when it is first looked at. */
export function taskPage({ id, load }: TaskPageEntry): Lazy<TaskPage> {
  const known = pages.get(id);
  if (known) return known;
  const page = lazily(load);
  pages.set(id, page);
  return page;
}
