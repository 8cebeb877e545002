import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { recordedRun } from "../../../../../test/fixtures/recordedRun.ts";
import { readByPython } from "../../../../../test/pythonCells.ts";
import { z } from "../../../../protocol/zod.ts";
import { editKind } from "../../../../runs/edit/kind.ts";
import { replay } from "../../../../runs/reduceRun.ts";
import { editNotebook } from "./editNotebook.ts";

const SCRIPT = ["../../../page/notebook/training.py", "./passages.py", "./editNotebook.py"]
  .map((name) => readFileSync(new URL(name, import.meta.url), "utf8"))
  .join("\n");
const run = replay(editKind, recordedRun());
const origin = { link: "https://example.org/#v=2", repository: "HuggingFaceTB/SmolLM2-135M-Instruct" };

const notebookSchema = z.object({
  nbformat: z.literal(4),
  nbformat_minor: z.literal(5),
  metadata: z.object({ kernelspec: z.object({ name: z.literal("python3") }) }),
  cells: z.array(
    z.discriminatedUnion("cell_type", [
      z.strictObject({
        cell_type: z.literal("markdown"),
        id: z.string(),
        metadata: z.object({}),
        source: z.array(z.string()),
      }),
      z.strictObject({
        cell_type: z.literal("code"),
        id: z.string(),
        metadata: z.object({}),
        source: z.array(z.string()),
        execution_count: z.null(),
        outputs: z.tuple([]),
      }),
    ]),
  ),
});

const notebook = (of = run) => notebookSchema.parse(JSON.parse(editNotebook(SCRIPT, of, origin)));
const code = (of = run) =>
  notebook(of).cells.flatMap(({ cell_type, source }) => (cell_type === "code" ? [source.join("")] : []));

/** The data that the cells work on. */
function dataOf(of = run) {
  const [, json = ""] = /json\.loads\(r"""(.*?)"""\)/s.exec(code(of).join("\n")) ?? [];
  return z
    .object({
      title: z.string(),
      questions: z.array(z.object({ question: z.string(), answers: z.array(z.string()) })),
      settings: z.looseObject({ seed: z.number() }),
      model: z.object({ source: z.string(), gguf: z.null(), sha256: z.string(), name: z.string() }),
      rows: z.array(
        z.object({
          name: z.string(),
          condition: z.string(),
          steps: z.int(),
          examples: z.array(z.record(z.string(), z.string())),
          page: z.object({ correct: z.int(), loss: z.nullable(z.number()), answers: z.array(z.string()) }),
        }),
      ),
    })
    .parse(JSON.parse(json));
}

describe("the notebook of a run on a passage", () => {
  it("is a notebook of version 4.5, with every cell named once", () => {
    const { cells } = notebook();
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
    expect(cells[0]?.cell_type).toBe("markdown");
    expect(cells[0]?.source.join("")).toContain(origin.link);
    expect(cells.map(({ source }) => source.join("")).join("\n")).not.toMatch(/@[A-Z]+@/);
  });

  it("carries the data, edits, steps and settings of the run, and what came out", () => {
    const data = dataOf();
    expect(data.settings).toEqual(run.settings);
    expect(data.model).toMatchObject({ source: origin.repository, sha256: run.model.hash });
    const edit = data.rows.find(({ condition }) => condition === "self-edit");
    const kept = run.edits[0]?.pieces?.filter((piece) => piece.kept) ?? [];
    // The passage, and each piece that was kept.
    expect(edit?.examples).toHaveLength(1 + kept.length);
    expect(edit?.steps).toBe(run.trainings["self-edit"]?.steps);
    expect(edit?.page.answers).toEqual(
      data.questions.map((_, item) => run.answers["self-edit"]?.outcomes[item]?.output),
    );
    expect(data.rows.find(({ condition }) => condition === "untouched")?.examples).toEqual([]);
  });

  it("survives quotes, backslashes and marks in a passage", () => {
    const text = String.raw`He said """no""", \n and @RUN@ 'yes' \\`;
    const questions = [{ question: 'What is "\\"?', answers: ['"""'] }];
    const odd = { ...run, context: { title: "Odd", text, questions } };
    expect(dataOf(odd)).toMatchObject({ title: "Odd", questions });
  });

  it("has cells that Python can read", (context) => readByPython(code(), context));
});
