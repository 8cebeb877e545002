import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { sha256 } from "../../commands/sha256.ts";
import { fileText } from "../../files/fileText.ts";
import { drawnPuzzles } from "../drawn/drawnPuzzles.ts";
import { fetchArc, isWebAddress } from "../import/fetchArc.ts";
import { type ArcFile, importArc, isArcFileName, taskNameOf } from "../import/importArc.ts";
import { isScored, type NamedPuzzle } from "../puzzle.ts";
import type { PairSymmetry } from "../views/pairSymmetries.ts";
import type { ArcOptions } from "./options.ts";

/** A puzzle, and what is known of its rule where it is of our own making. */
export interface SourcePuzzle extends NamedPuzzle {
  readonly symmetries?: readonly PairSymmetry[];
}

export interface ArcSource {
  /** The file's or folder's name, or what was drawn. */
  name: string;
  /** Of all puzzles, the ones left out too. */
  sha256: string;
  chosen: { index: number; context: SourcePuzzle }[];
  /** What could not be read, and what else there is to say, one sentence each. */
  remarks: string[];
}

/** Deeper than any public set lies. */
const MAX_DEPTH = 8;

/**
 * The puzzles that the options ask for.
 *
 * @throws PlaygroundError "bad-input" where there are none, or none with answers to score against
 */
export async function puzzlesOf(options: ArcOptions): Promise<ArcSource> {
  const { origin, offset, limit } = options;
  const remarks: string[] = [];
  const all =
    "tasks" in origin
      ? await imported(origin.tasks, origin.solutions, remarks)
      : drawnPuzzles(origin.split, origin.size, options.settings.seed, offset + limit);
  const chosen = all.map((context, index) => ({ context, index })).slice(offset, offset + limit);
  if (chosen.length === 0) {
    throw new PlaygroundError(
      "bad-input",
      `There are ${all.length} puzzles, and none is left from ${offset} on.`,
      "Give a smaller --offset.",
    );
  }
  if (!chosen.some(({ context }) => isScored(context.puzzle))) {
    const given = "tasks" in origin && origin.solutions !== undefined;
    throw new PlaygroundError(
      "bad-input",
      `None of the ${chosen.length} puzzles has answers, so nothing could be scored.`,
      given ? `Of the files given: ${remarks[0]}` : "Give the file of their answers with --solutions.",
    );
  }
  const name = "tasks" in origin ? basename(origin.tasks) : `${origin.split}, ${origin.size}`;
  const hashed = "tasks" in origin ? all : [origin, options.settings.seed];
  return { name, sha256: sha256(JSON.stringify(hashed)), chosen, remarks };
}

/** A file, a web address, or a folder and those within it; answers are joined to their puzzles by name. */
async function imported(
  path: string,
  solutions: string | undefined,
  remarks: string[],
): Promise<readonly SourcePuzzle[]> {
  const files: ArcFile[] = [];
  for (const one of [path, ...(solutions === undefined ? [] : [solutions])])
    files.push(...(await filesAt(one)));
  const read = importArc(files);
  remarks.push(...read.rejected.map(({ message }) => message), ...read.notes);
  if (read.puzzles.length > 0) return read.puzzles;
  throw new PlaygroundError(
    "bad-input",
    `There are no puzzles in ${path}: ${remarks[0] ?? "it holds none."}`,
    "Give a file or a folder of ARC JSON with --tasks.",
  );
}

async function filesAt(path: string): Promise<ArcFile[]> {
  if (isWebAddress(path)) return [await fetchArc(path)];
  try {
    const isFolder = (await stat(path)).isDirectory();
    const paths = isFolder ? await pathsIn(path, MAX_DEPTH) : [path];
    if (paths.length > 0) {
      return await Promise.all(
        paths.map(async (one) => ({ name: taskNameOf(one), text: fileText(await readFile(one)) })),
      );
    }
  } catch (cause) {
    throw new PlaygroundError(
      "bad-input",
      `${path} cannot be read.`,
      "Give a file or a folder of ARC JSON, or a web address.",
      { cause },
    );
  }
  throw new PlaygroundError(
    "bad-input",
    `There is no .json file in ${path} or in the folders within it.`,
    "Give a file or a folder of ARC JSON.",
  );
}

/** In the order of their names. */
async function pathsIn(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const sorted = entries.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  const found: string[] = [];
  for (const entry of sorted) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) found.push(...(await pathsIn(path, depth - 1)));
    else if (entry.isFile() && isArcFileName(entry.name)) found.push(path);
  }
  return found;
}
