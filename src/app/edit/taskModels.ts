import type { ModelEntry } from "../../protocol/events.ts";
import type { ModelInfo } from "../../protocol/run.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import type { TaskMetadata } from "../../tasks/page/taskMetadata.ts";
import type { TaskPageEntry } from "../../tasks/page/taskPage.ts";
import type { SessionState } from "../engine/sessionState.ts";

/** Throws for a task that this page does not know. */
export function taskEntry(id: string): TaskPageEntry {
  const entry = TASK_PAGES.find((known) => known.id === id);
  if (!entry) throw new Error(`This page does not know the task “${id}”.`);
  return entry;
}

/** Whether a model reads the contexts of a task: its own ones do, and of the others those that are no task's own. */
export function reads({ models }: TaskMetadata, modelId: string): boolean {
  if (models.own.includes(modelId)) return true;
  return models.readsText && !TASK_PAGES.some((entry) => entry.models.own.includes(modelId));
}

/** The model that comes with the page for a task, if there is one. */
export function ownModel({ models: known }: SessionState, { models }: TaskMetadata): ModelEntry | undefined {
  return models.own
    .map((id) => known.find((model) => model.id === id && model.origin === "embedded"))
    .find((model) => model !== undefined);
}

/** The loaded model, if it reads the contexts of a task. */
export function modelFor({ loaded }: SessionState, task: TaskMetadata): ModelInfo | null {
  return loaded !== null && reads(task, loaded.id) ? loaded : null;
}

/** The loaded model is one that comes with the page for a task. */
export function isOwnLoaded({ loaded, models }: SessionState, task: TaskMetadata): boolean {
  return (
    loaded !== null &&
    task.models.own.includes(loaded.id) &&
    models.some(({ id, origin }) => id === loaded.id && origin === "embedded")
  );
}

/** The same of the model that is on its way, so that what is shown while it loads needs no change when it is there. */
export function isOwnExpected(session: SessionState, task: TaskMetadata): boolean {
  if (session.loaded !== null) return isOwnLoaded(session, task);
  const own = ownModel(session, task);
  const isAnother = session.loading !== null && session.loading.id !== own?.id;
  return !isAnother && (own !== undefined || !session.modelsKnown);
}
