import { z } from "../../protocol/zod.ts";
import type { Documents } from "../../runs/archive.ts";

// What earlier versions of the page kept, and under which names: passages with all else in one document, puzzles in
// localStorage. Tasks are named here as they were named then.

const DRAFT = "draft";
const PUZZLES = "self-edit-playground:puzzles";
const recordSchema = z.record(z.string(), z.unknown());

/** In today's form; undefined where nothing was kept. */
export async function oldSetup(task: string, documents: Documents): Promise<unknown> {
  if (task === "knowledge") {
    const kept = recordSchema.safeParse(await documents.read(DRAFT)).data;
    return kept && { context: kept, settings: kept.settings, prediction: kept.prediction };
  }
  if (task === "arc") {
    const kept = recordSchema.safeParse(readPuzzles()).data;
    return kept && { context: kept, settings: kept.settings, compare: kept.controls };
  }
  return undefined;
}

/** While of passages nothing could be left out, an empty list was kept of them. */
export function oldComparisons(task: string, kept: Record<string, unknown>): unknown {
  return task === "knowledge" ? undefined : kept.compare;
}

/** Where set-ups of rounds and streams are kept. The first ones were of passages alone; their names must not change. */
export function longDraftKey(name: "outer-draft" | "stream-draft", task: string): string {
  return task === "knowledge" ? name : `${name}:${task}`;
}

export async function oldModelChoice(documents: Documents): Promise<unknown> {
  return documents.read(DRAFT);
}

function readPuzzles(): unknown {
  try {
    return JSON.parse(localStorage.getItem(PUZZLES) ?? "null");
  } catch {
    return null;
  }
}
