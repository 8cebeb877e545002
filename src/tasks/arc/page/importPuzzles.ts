import type { ImportedPuzzles, NamedContext } from "../../../app/puzzles/puzzleState.ts";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { importArc, MAX_FILE_CHARACTERS } from "../importArc.ts";

export type PuzzleImport = { ok: true; imported: ImportedPuzzles } | { ok: false; problem: string };

/** A text of the public JSON, e.g. from the clipboard. Never throws: what is wrong is said in words. */
export function importPuzzleText(text: string, name: string): PuzzleImport {
  if (text.trim() === "") return { ok: false, problem: `“${name}” is empty. Give ARC JSON.` };
  try {
    const { puzzles, rejected } = importArc(text, name);
    return {
      ok: true,
      imported: { from: name, puzzles, rejected: rejected.map(inWords) },
    };
  } catch (error) {
    return { ok: false, problem: inWords(error) };
  }
}

/** Files of the public JSON, one or a folder of them. Those that cannot be read are left out and said. */
export async function importPuzzleFiles(files: readonly File[]): Promise<PuzzleImport> {
  const chosen = files.length > 1 ? files.filter(({ name }) => /\.json$/i.test(name)) : files;
  const sorted = [...chosen].sort((a, b) => a.name.localeCompare(b.name));
  const [first] = sorted;
  if (!first) return { ok: false, problem: "There is no .json file among these. Choose ARC tasks." };
  const puzzles: NamedContext[] = [];
  const rejected: string[] = [];
  for (const file of sorted) {
    const read = await importFile(file);
    if (read.ok) {
      puzzles.push(...read.imported.puzzles);
      rejected.push(...read.imported.rejected);
    } else {
      rejected.push(read.problem);
    }
  }
  if (puzzles.length === 0) return { ok: false, problem: rejected[0] ?? "Nothing could be read." };
  const from = sorted.length === 1 ? first.name : `${sorted.length} files`;
  return { ok: true, imported: { from, puzzles, rejected } };
}

async function importFile(file: File): Promise<PuzzleImport> {
  const name = file.name.replace(/\.json$/i, "");
  // Four bytes a character at most: what is larger need not be read to be refused.
  if (file.size > 4 * MAX_FILE_CHARACTERS) {
    return { ok: false, problem: `“${name}” is too large to be ARC tasks. Split it into smaller files.` };
  }
  try {
    return importPuzzleText(await file.text(), name);
  } catch {
    return { ok: false, problem: `“${name}” could not be read. Choose it again.` };
  }
}

function inWords(error: unknown): string {
  if (error instanceof PlaygroundError) return `${error.message} ${error.advice}`;
  return error instanceof Error ? error.message : String(error);
}
