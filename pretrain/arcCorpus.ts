/**
 * Writes pools of puzzles for the trainer of the embedded grid model under .cache/arc/.
 *
 *   tsx pretrain/arcCorpus.ts train [scale] [pool…]   the training pools, or those named
 *   tsx pretrain/arcCorpus.ts probes                  fresh puzzles of families seen and unseen
 *
 * A pool is five flat files (see puzzlePool.ts), and pools.json says which there are: `families` and
 * `symmetries` name what the numbers in the files stand for, `pools` gives the size and the number of puzzles,
 * in the order of the curriculum.
 *
 * A transform of a whole puzzle (one of the eight of the square, or a permutation of the colours 1–9) makes
 * another consistent puzzle, and so does another order of the demonstrations: the trainer may draw these anew
 * each time it reads a puzzle.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRandom } from "../src/protocol/random.ts";
import { drawPuzzle } from "../src/tasks/arc/drawn/puzzleGenerator.ts";
import { PUZZLE_SIZES } from "../src/tasks/arc/drawn/puzzleSize.ts";
import { FAMILIES } from "../src/tasks/arc/families/catalogue.ts";
import { PAIR_SYMMETRIES } from "../src/tasks/arc/views/pairSymmetries.ts";
import { type Pool, PROBE_POOLS, TRAINING_POOLS } from "./arcPools.ts";
import { createPuzzlePool, writePool } from "./puzzlePool.ts";

const seed = 2027;
const folder = ".cache/arc";
/** The number of every two-step puzzle's family. */
const twoStepLabel = "two-step";
const labels = [...FAMILIES.map(({ name }) => name), twoStepLabel];

function writeOne(name: string, { count, size, source }: Pool, scale: number): void {
  const random = createRandom(seed).fork(`pool ${name}`);
  const collected = createPuzzlePool(labels);
  const total = Math.round(count * scale);
  for (let made = 0, tried = 0; made < total; tried++) {
    const family = source(random);
    // Each puzzle has its own generator, so that none depends on how many draws the one before took.
    const puzzle = drawPuzzle(family, random.fork(tried), PUZZLE_SIZES[size]);
    // Not every two families make a composition: a single cell, for example, cannot be turned.
    if (puzzle === null) continue;
    collected.add(labels.includes(family.name) ? family.name : twoStepLabel, puzzle);
    made++;
  }
  writePool(`${folder}/${name}`, collected.arrays());
  noteInList(name, size, total);
  console.log(`${name}: ${total} puzzles`);
}

/** Adds a pool to pools.json, in the order of the curriculum. */
function noteInList(name: string, size: string, puzzles: number): void {
  const path = `${folder}/pools.json`;
  const before = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).pools : {};
  const pools = Object.fromEntries(
    Object.entries({ ...before, [name]: { size, puzzles } }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  writeFileSync(path, JSON.stringify({ families: labels, symmetries: PAIR_SYMMETRIES, pools }, null, 1));
}

mkdirSync(folder, { recursive: true });
const [command, scale = "1", ...names] = process.argv.slice(2);
if (command === "train") {
  for (const [name, pool] of Object.entries(TRAINING_POOLS)) {
    if (names.length === 0 || names.includes(name)) writeOne(name, pool, Number(scale));
  }
} else if (command === "probes") {
  for (const [name, pool] of Object.entries(PROBE_POOLS)) writeOne(name, pool, 1);
} else throw new Error("Say what to write: train or probes.");
