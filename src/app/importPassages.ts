import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { Passage } from "../tasks/knowledge/metadata.ts";

export type PassageImport =
  | { ok: true; passages: readonly Passage[]; unanswerable: number }
  | { ok: false; problem: string };

/** Larger files than the whole of SQuAD are another kind of file. */
const MAX_BYTES = 60_000_000;

/** Reads a SQuAD file (or a list of passages). Never rejects: what is wrong is said in words. */
export async function importPassages(file: File): Promise<PassageImport> {
  if (file.size > MAX_BYTES)
    return { ok: false, problem: `“${file.name}” is too large to be a list of passages.` };
  try {
    // Only those who import a file need its reader.
    const { readPassages } = await import("../tasks/knowledge/squadJson.ts");
    return { ok: true, ...readPassages(await file.text()) };
  } catch (error) {
    if (error instanceof PlaygroundError) return { ok: false, problem: `${error.message} ${error.advice}` };
    return { ok: false, problem: `“${file.name}” could not be read. Choose it again.` };
  }
}
