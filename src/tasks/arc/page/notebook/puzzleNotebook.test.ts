import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readByPython } from "../../../../../test/pythonCells.ts";
import { z } from "../../../../protocol/zod.ts";
import { editKind } from "../../../../runs/edit/kind.ts";
import { openRunFile, readRunFile } from "../../../../runs/runFile.ts";
import { arcContextSchema } from "../../arcContext.ts";
import { gridSchema } from "../../puzzle.ts";
import { ALL_VIEWS } from "../../views/views.ts";
import { puzzleNotebook } from "./puzzleNotebook.ts";

const SCRIPT = ["../../../page/notebook/training.py", "./puzzleNotebook.py"]
  .map((name) => readFileSync(new URL(name, import.meta.url), "utf8"))
  .join("\n");
const recorded = readFileSync("public/recorded/puzzle.json", "utf8");
const { state: run } = await openRunFile(editKind, readRunFile(recorded));

const notebookSchema = z.object({
  cells: z.array(z.object({ cell_type: z.string(), source: z.array(z.string()) })),
});
const { cells } = notebookSchema.parse(
  JSON.parse(puzzleNotebook(SCRIPT, run, { link: "https://example.org/#v=2", repository: null })),
);
const code = cells.flatMap(({ cell_type, source }) => (cell_type === "code" ? [source.join("")] : []));

const dataSchema = z.object({
  puzzle: z.object({ train: z.array(z.unknown()), test: z.array(z.unknown()) }),
  views: z.array(z.string()),
  rows: z.array(
    z.object({
      condition: z.string(),
      steps: z.int(),
      examples: z.array(z.array(z.tuple([gridSchema, gridSchema]))),
      page: z.object({ solved: z.boolean(), loss: z.nullable(z.number()) }),
    }),
  ),
});
const [, json = ""] = /json\.loads\(r"""(.*?)"""\)/s.exec(code.join("\n")) ?? [];
const data = dataSchema.parse(JSON.parse(json));

it("carries the puzzle, every training example, the steps and what came of them", () => {
  expect(data.puzzle).toEqual(arcContextSchema.parse(run.context).puzzle);
  const [untouched, own] = data.rows;
  expect(untouched).toMatchObject({ condition: "untouched", steps: 0, examples: [] });
  const training = run.trainings["self-edit"];
  expect(own?.examples).toHaveLength(training?.examples ?? 0);
  expect(own).toMatchObject({ condition: "self-edit", steps: training?.steps });
  expect(own?.page.loss).toBe(training?.finished?.finalLoss);
});

it("asks in the views of the run, each of which the cells know", () => {
  expect(data.views.length).toBeGreaterThan(0);
  const known = ALL_VIEWS.map(({ name }) => name);
  for (const view of data.views) expect(known).toContain(view);
  for (const view of known) expect(code.join("\n")).toContain(`"${view}": `);
});

it("has cells that Python can read", (context) => readByPython(code, context));
