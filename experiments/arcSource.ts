import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { drawnPuzzles } from "../src/tasks/arc/drawnPuzzles.ts";
import { importArc } from "../src/tasks/arc/importArc.ts";
import type { NamedPuzzle } from "../src/tasks/arc/puzzle.ts";
import type { PairSymmetry } from "../src/tasks/arc/symmetry.ts";
import type { ArcOptions } from "./arcOptions.ts";
import { sha256 } from "./sha256.ts";

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
  /** What could not be read, one sentence each. */
  rejected: string[];
}

/** The puzzles that the options ask for. @throws PlaygroundError "bad-input" where there are none */
export async function puzzlesOf(options: ArcOptions): Promise<ArcSource> {
  const { origin, offset, limit } = options;
  const rejected: string[] = [];
  const all =
    "tasks" in origin
      ? await imported(origin.tasks, rejected)
      : drawnPuzzles(origin.split, origin.size, options.settings.seed, offset + limit);
  const chosen = all.map((context, index) => ({ context, index })).slice(offset, offset + limit);
  if (chosen.length === 0) {
    throw new PlaygroundError(
      "bad-input",
      `There are ${all.length} puzzles, and none is left from ${offset} on.`,
      "Give a smaller --offset.",
    );
  }
  const name = "tasks" in origin ? basename(origin.tasks) : `${origin.split}, ${origin.size}`;
  const hashed = "tasks" in origin ? all : [origin, options.settings.seed];
  return { name, sha256: sha256(JSON.stringify(hashed)), chosen, rejected };
}

/** One file with one task or several, or a folder of such files in the order of their names. */
async function imported(path: string, rejected: string[]): Promise<SourcePuzzle[]> {
  const files = await jsonFiles(path);
  const contexts: SourcePuzzle[] = [];
  for (const file of files) {
    try {
      const read = importArc(await readFile(file, "utf8"), basename(file).replace(/\.json$/, ""));
      contexts.push(...read.puzzles);
      rejected.push(...read.rejected.map(({ message }) => message));
    } catch (error) {
      // A single file that cannot be read is a mistake; one of a folder is left out and said.
      if (files.length === 1 || !(error instanceof PlaygroundError)) throw error;
      rejected.push(error.message);
    }
  }
  return contexts;
}

async function jsonFiles(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => name.endsWith(".json")).sort();
    return names.map((name) => join(path, name));
  } catch (cause) {
    throw new PlaygroundError(
      "bad-input",
      `${path} cannot be read.`,
      "Give a file or a folder of ARC JSON.",
      {
        cause,
      },
    );
  }
}
