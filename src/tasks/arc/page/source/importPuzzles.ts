import { failureOf } from "../../../../protocol/playgroundError.ts";
import type { ChosenFile } from "../../../files/fileReader.ts";
import { readInBackground } from "../../../page/readInBackground.ts";
import { fetchArc, isWebAddress } from "../../import/fetchArc.ts";
import { isArcFileName } from "../../import/importArc.ts";
import { puzzleFiles, readPuzzlesSchema } from "../../import/readPuzzleFiles.ts";
import type { ImportedPuzzles } from "../draft.ts";

export type PuzzleImport = { ok: true; imported: ImportedPuzzles } | { ok: false; problem: string };

/** A folder with more files is some other folder. */
const MAX_FILES = 5000;

/**
 * A text of the public JSON, e.g. from the clipboard, or a web address where one is to be had.
 * Never rejects: what is wrong is said in words.
 *
 * @param before what was imported last, to which answers may be joined
 */
export async function importPuzzleText(
  text: string,
  name: string,
  before: ImportedPuzzles | null = null,
  signal?: AbortSignal,
): Promise<PuzzleImport> {
  try {
    const file = isWebAddress(text) ? await fetchArc(text, signal) : { name, text };
    return await read([{ path: file.name, data: new Blob([file.text]) }], before);
  } catch (error) {
    const { message, advice } = failureOf(error);
    return { ok: false, problem: `${message} ${advice}` };
  }
}

/** Files of the public JSON, one or a folder of them. Those that cannot be read are left out and said. */
export async function importPuzzleFiles(
  files: readonly File[],
  before: ImportedPuzzles | null = null,
): Promise<PuzzleImport> {
  const chosen = files.length > 1 ? files.filter(({ name }) => isArcFileName(name)) : files;
  if (chosen.length === 0) {
    const problem =
      files.length === 0
        ? "There is no file in it. Choose ARC tasks as .json files, or the folder that holds them."
        : `There is no .json file among these ${files.length} files. Choose ARC tasks.`;
    return { ok: false, problem };
  }
  if (chosen.length > MAX_FILES) {
    const problem = `There are ${chosen.length} files, and at most ${MAX_FILES} are read at once. Choose a folder within it.`;
    return { ok: false, problem };
  }
  const sorted = chosen
    .map((file) => ({ path: file.webkitRelativePath || file.name, data: file }))
    .sort((a, b) => a.path.localeCompare(b.path, "en", { numeric: true }));
  return read(sorted, before);
}

async function read(files: readonly ChosenFile[], before: ImportedPuzzles | null): Promise<PuzzleImport> {
  const earlier = {
    puzzles: before?.puzzles.map((one) => ({ ...one })) ?? [],
    answers: new Map(before?.answers),
  };
  const reply = await readInBackground({ task: "arc", files: [...files], before: earlier }, puzzleFiles);
  if (reply.kind === "failed") return { ok: false, problem: reply.problem };
  const from = files.length === 1 ? files[0]!.path : `${files.length} files`;
  return { ok: true, imported: { from, ...readPuzzlesSchema.parse(reply.read) } };
}
