import type { Canary, ProbeSet } from "../probeSet.ts";
import type { TextModel } from "../task.ts";
import { type DrawnPuzzle, drawnPuzzles } from "./drawn/drawnPuzzles.ts";
import { type Grid, sameGrid } from "./grid.ts";
import { demonstrationsText, questionText } from "./notation/arcSequences.ts";
import { readOutput } from "./notation/gridText.ts";

/** No run draws puzzles by it. */
const SEED = 4_100_000_000;
const READ = 16;
const ASKED = 44;
/** The largest output of these puzzles with its size and its end. */
const MAX_TOKENS = 5 * 5 + 2;

/**
 * The probes for a grid model: fresh puzzles of the families that it was trained on. Some are read as a whole; of others,
 * one of each core family, the answer is asked, which it should go on giving. There is nothing that it must refuse.
 */
export function arcProbes(model: TextModel): ProbeSet {
  const read = drawnPuzzles("wide", "small", SEED, 2 * READ).map(({ puzzle: { train } }) =>
    model.encode(demonstrationsText(train)),
  );
  return {
    id: "grids-1",
    texts: read.slice(0, READ),
    anchors: read.slice(READ),
    canaries: drawnPuzzles("core", "small", SEED, ASKED).map(canaryOf),
    maxTokens: MAX_TOKENS,
    stop: [],
  };
}

function canaryOf({ name, puzzle }: DrawnPuzzle): Canary {
  const [asked] = puzzle.test;
  if (!asked?.output) throw new Error(`The puzzle “${name}” has no answer.`);
  const { input, output } = asked;
  return {
    kind: "known",
    question: `Puzzle “${name}”`,
    prompt: questionText({ demonstrations: puzzle.train, input }),
    accepted: [rowsOf(output)],
    isRight(text) {
      const read = readOutput(text);
      return "grid" in read && sameGrid(read.grid, output);
    },
    answerIn(text) {
      const read = readOutput(text);
      return "grid" in read ? rowsOf(read.grid) : "no grid";
    },
  };
}

/** A grid in one line: "013/222". */
function rowsOf(grid: Grid): string {
  return grid.map((row) => row.join("")).join("/");
}
