import type { KindId } from "../protocol/runEvent.ts";

/**
 * What the page shows: one edit through the five stations, rounds in which the model learns to write edits, a stream
 * of edits that are kept, puzzles in place of passages, or the versions of the model that were kept.
 */
export type View = "edit" | "rounds" | "stream" | "puzzles" | "versions";

const VIEWS: readonly View[] = ["edit", "rounds", "stream", "puzzles", "versions"];

/** The view that a hash names; null where it names none, e.g. a station's. */
export function viewOf(hash: string): View | null {
  const named = new URLSearchParams(hash.replace(/^#/, "")).get("view");
  return VIEWS.find((view) => view === named) ?? null;
}

/** The hash that brings a reload back to the view; the first view needs none. */
export function viewHash(view: View): string {
  return view === "edit" ? "" : `#view=${view}`;
}

/** Where runs of a kind and a task are shown; null for a task that this page does not know. */
export function viewOfRun(kind: KindId, task: string): View | null {
  if (task !== "knowledge" && task !== "arc") return null;
  if (kind === "rounds" || kind === "stream") return kind;
  return task === "arc" ? "puzzles" : "edit";
}

/** As the page calls its views. */
export const VIEW_NAMES: Readonly<Record<View, string>> = {
  edit: "One edit",
  rounds: "Learning to edit",
  stream: "Forgetting",
  puzzles: "Puzzles",
  versions: "Versions",
};
