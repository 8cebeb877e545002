import { readFile, writeFile } from "node:fs/promises";
import { runCommand } from "../experiments/command.ts";
import { readResultFile } from "../experiments/resultFile.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { arcResults } from "../src/tasks/arc/commands/commands.ts";
import type { ArcResult } from "../src/tasks/arc/commands/result.ts";
import type { Grid } from "../src/tasks/arc/grid.ts";
import { importArc } from "../src/tasks/arc/import/importArc.ts";
import { PALETTE_TEXTS } from "../src/tasks/arc/page/grids/palette.ts";
import { columnsSvg } from "../src/tasks/arc/page/source/puzzleSvg.ts";
import type { Puzzle } from "../src/tasks/arc/puzzle.ts";

const USAGE = "npm run pictures -- <tasks.json> <result.json> <out.html> [how many]";

/**
 * `npm run pictures`: the puzzles that a run of `npm run arc` did not solve, one below the other, each with its demonstrations,
 * the right answer and the first attempt, as a page to look at.
 */
async function main([tasksFile, resultFile, out, count = "10"]: readonly string[]): Promise<void> {
  if (!tasksFile || !resultFile || !out) throw new PlaygroundError("bad-input", "A file is missing.", USAGE);
  const { puzzles } = importArc([{ name: tasksFile, text: await readFile(tasksFile, "utf8") }]);
  const byName = new Map(puzzles.map(({ name, puzzle }) => [name, puzzle]));
  const result = await readResultFile(resultFile, arcResults);
  const sections = unsolvedOf(result)
    .slice(0, Number(count))
    .map(({ name, attempt }) => {
      const puzzle = byName.get(name);
      if (puzzle === undefined)
        throw new PlaygroundError(
          "bad-input",
          `${tasksFile} has no puzzle “${name}”.`,
          "Give the tasks of this run.",
        );
      return `<h2>${name}: ${faultOf(attempt, puzzle)}</h2>\n${pictureOf(puzzle, attempt)}`;
    });
  await writeFile(
    out,
    `<!doctype html>\n<meta charset="utf-8">\n<title>Not solved</title>\n${sections.join("\n")}`,
  );
}

function unsolvedOf({ puzzles }: ArcResult): { name: string; attempt: Grid | null }[] {
  return puzzles.flatMap(({ name, outcomes: { after } }) =>
    after?.correct === false ? [{ name, attempt: after.attempts[0]?.[0] ?? null }] : [],
  );
}

function pictureOf({ train, test: [asked] }: Puzzle, attempt: Grid | null): string {
  const columns = [
    ...train.map(({ input, output }, i) => ({ label: `Example ${i + 1}`, top: input, bottom: output })),
    { label: "Right", top: asked!.input, bottom: asked!.output },
    { label: "Attempt", top: asked!.input, bottom: attempt },
  ];
  return columnsSvg(
    columns,
    PALETTE_TEXTS.official.colours.map(({ colour }) => colour),
  ).svg;
}

/** How far the first attempt at the first test input is from right. */
function faultOf(attempt: Grid | null, { test: [asked] }: Puzzle): string {
  const right = asked?.output;
  if (attempt === null || !right) return "no answer";
  const size = (grid: Grid) => `${grid.length} × ${grid[0]!.length}`;
  if (size(attempt) !== size(right)) return `size ${size(attempt)}, right is ${size(right)}`;
  const cells = right.flat();
  const wrong = attempt.flat().filter((colour, i) => colour !== cells[i]).length;
  return wrong === 0
    ? "the first answer is right, another is not"
    : `${wrong} of ${cells.length} cells wrong`;
}

runCommand(main);
