import type { KindId } from "../protocol/runEvent.ts";
import { TASK_PAGES } from "../tasks/page/pages.ts";
import { type LessonPlace, placeHash } from "./lessons/lessonPlace.ts";

/**
 * What the page shows: one edit of a task through the five stations, rounds in which the model learns to write edits, a
 * stream of edits that are kept, the versions of the model that were kept, or lessons about all of it. Each has an address
 * and a name.
 */
export interface View {
  readonly id: string;
  readonly label: string;
  /** The view in the page's head that it belongs to; absent: it stands there itself. */
  readonly within?: string;
}

const [first, ...others] = TASK_PAGES.map(({ view }) => view);
if (!first) throw new Error("There is no task.");

export const FIRST_VIEW: View = first;

/** In the order of the page's head. */
export const VIEWS: readonly View[] = [
  first,
  ...others,
  { id: "rounds", label: "Learning to edit" },
  { id: "stream", label: "Forgetting" },
  { id: "versions", label: "Versions" },
  { id: "lessons", label: "Lessons" },
  { id: "glossary", label: "Glossary", within: "lessons" },
  { id: "educators", label: "For educators", within: "lessons" },
];

/** The list of lessons, or what belongs to it. */
export function isOfLessons(id: string): boolean {
  return id === "lessons" || VIEWS.some((view) => view.id === id && view.within === "lessons");
}

export function viewLabel(id: string): string {
  return VIEWS.find((view) => view.id === id)?.label ?? id;
}

/** The id of the view that a hash names; null where it names none, e.g. a station's. */
export function viewOf(hash: string): string | null {
  if (hash === "") return FIRST_VIEW.id;
  const named = new URLSearchParams(hash.replace(/^#/, "")).get("view");
  return VIEWS.find(({ id }) => id === named)?.id ?? null;
}

/** The hash that brings a reload back to what is shown; the first view needs none. */
export function hashOf({ view, lesson }: { view: string; lesson: LessonPlace | null }): string {
  if (lesson) return placeHash(lesson);
  return view === FIRST_VIEW.id ? "" : `#view=${view}`;
}

/** Where runs of a kind and a task are shown; null for a task that this page does not know. */
export function viewOfRun(kind: KindId, task: string): string | null {
  const entry = TASK_PAGES.find(({ id }) => id === task);
  if (!entry) return null;
  return kind === "edit" || kind === "batch" ? entry.view.id : kind;
}
