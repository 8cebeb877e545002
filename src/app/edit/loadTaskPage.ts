import type { TaskPage, TaskPageEntry } from "../../tasks/page/taskPage.ts";

const loading = new Map<string, Promise<TaskPage>>();

/** The page side of a task, fetched when it is first looked at; one that could not be is asked for again the next time. */
export function loadTaskPage({ id, load }: TaskPageEntry): Promise<TaskPage> {
  const known = loading.get(id);
  if (known) return known;
  const page = load();
  loading.set(id, page);
  page.catch(() => loading.delete(id));
  return page;
}
