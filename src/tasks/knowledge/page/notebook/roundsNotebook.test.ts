import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { readByPython } from "../../../../../test/pythonCells.ts";
import { runRounds } from "../../../../../test/roundsRun.ts";
import { z } from "../../../../protocol/zod.ts";
import type { RoundsRun } from "../../../../runs/rounds/state.ts";
import { roundsNotebook } from "./roundsNotebook.ts";

const SCRIPT = ["../../../page/notebook/training.py", "./passages.py", "./roundsNotebook.py"]
  .map((name) => readFileSync(new URL(name, import.meta.url), "utf8"))
  .join("\n");
const origin = { link: "https://example.org/#v=2", repository: null };

let run: RoundsRun;
beforeAll(async () => {
  run = (await runRounds()).state;
});

const cellsSchema = z.object({
  cells: z.array(z.object({ cell_type: z.string(), source: z.array(z.string()) })),
});
const codeOf = (of: RoundsRun) =>
  cellsSchema
    .parse(JSON.parse(roundsNotebook(SCRIPT, of, origin)))
    .cells.flatMap(({ cell_type, source }) => (cell_type === "code" ? [source.join("")] : []));

const exampleSchema = z.record(z.string(), z.string());
const contextSchema = z.object({
  title: z.string(),
  examples: z.array(exampleSchema),
  prompts: z.array(z.object({ turns: z.nullable(z.array(z.unknown())), text: z.string(), lead: z.string() })),
});
const editsSchema = z.object({
  context: z.int(),
  edits: z.array(
    z.object({
      samples: z.array(z.object({ prompt: z.int(), text: z.string() })),
      examples: z.array(exampleSchema),
      page: z.object({ correct: z.int(), total: z.int() }),
    }),
  ),
});
const dataSchema = z.object({
  outer: z.looseObject({ seed: z.int() }),
  contexts: z.array(contextSchema),
  heldOut: z.array(contextSchema),
  rounds: z.array(
    z.object({
      training: z.array(z.extend(editsSchema, { kept: z.array(z.int()) })),
      heldOut: z.array(editsSchema),
      loss: z.nullable(z.number()),
    }),
  ),
});
const dataOf = (of: RoundsRun) => {
  const [, json = ""] = /json\.loads\(r"""(.*?)"""\)/s.exec(codeOf(of).join("\n")) ?? [];
  return dataSchema.parse(JSON.parse(json));
};

describe("the notebook of rounds on passages", () => {
  it("carries passages, edits, choices and what came of them", () => {
    const data = dataOf(run);
    expect(data.outer).toEqual(run.settings);
    expect(data.contexts).toHaveLength(run.contexts.length);
    expect(data.rounds).toHaveLength(run.rounds.length);
    for (const [number, round] of run.rounds.entries()) {
      const told = data.rounds[number]!;
      expect(told.training.map(({ kept }) => kept)).toEqual(
        round.training.map(({ choice }) => choice?.kept ?? []),
      );
      for (const set of ["training", "heldOut"] as const) {
        expect(told[set].map(({ edits }) => edits.map(({ page }) => page.correct))).toEqual(
          round[set].map(({ edits }) => edits.map(({ outcome }) => outcome?.correct)),
        );
      }
      expect(told.loss).toBe(round.writer.merged?.finalLoss ?? null);
    }
  });

  it("says what each text was written for, to a model with a chat form and to one without", () => {
    const { contexts, rounds } = dataOf(run);
    for (const { context, edits } of rounds.flatMap(({ training }) => training)) {
      const { prompts, title } = contexts[context]!;
      for (const { prompt, text } of edits.flatMap(({ samples }) => samples)) {
        const asked = prompts[prompt]!;
        expect(asked.text).toContain(title);
        expect(JSON.stringify(asked.turns)).toContain(title);
        expect(text.startsWith(asked.lead)).toBe(true);
      }
    }
  });

  it("leaves out a round that did not come to its end", () => {
    const [first, ...others] = run.rounds;
    const { selection: _, ...unfinished } = others.at(-1)!;
    const cut = { ...run, rounds: [first!, ...others.slice(0, -1), unfinished] };
    expect(dataOf(cut).rounds).toHaveLength(run.rounds.length - 1);
  });

  it("has cells that Python can read", (context) => readByPython(codeOf(run), context));
});
