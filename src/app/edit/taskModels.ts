import type { ModelEntry } from "../../protocol/events.ts";
import type { ModelInfo } from "../../protocol/run.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import type { TaskMetadata } from "../../tasks/page/taskMetadata.ts";
import type { ModelsAtHand, TaskPageEntry } from "../../tasks/page/taskPage.ts";
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

/** The models that come with the page for a task, in the task's order. */
export function ownModels(
  { models: known }: Pick<SessionState, "models">,
  { models }: TaskMetadata,
): ModelEntry[] {
  return models.own.flatMap(
    (id) => known.find((model) => model.id === id && model.origin === "embedded") ?? [],
  );
}

/** The first of them, if there is one. */
export function ownModel(session: SessionState, task: TaskMetadata): ModelEntry | undefined {
  return ownModels(session, task)[0];
}

/** The loaded model, if it reads the contexts of a task. */
export function modelFor({ loaded }: Pick<SessionState, "loaded">, task: TaskMetadata): ModelInfo | null {
  return loaded !== null && reads(task, loaded.id) ? loaded : null;
}

export function modelsAtHand(
  session: Pick<SessionState, "loaded" | "models">,
  task: TaskMetadata,
): ModelsAtHand {
  return { loaded: modelFor(session, task), own: ownModels(session, task).map(({ id }) => id) };
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
  const own = ownModels(session, task);
  const isAnother = session.loading !== null && !own.some(({ id }) => id === session.loading?.id);
  return !isAnother && (own.length > 0 || !session.modelsKnown);
}
