// `npm run prove:notebook [-- run.json [folder]]`: exports the notebook of a run on a passage or a puzzle, or of rounds, on
// SmolLM2-135M-Instruct, or on the safetensors checkpoint of a folder, executes its cells with Python on the very weights of
// the page, and compares. Of a run: losses within 1 %, the same answer to at least nine in ten questions or test inputs; of
// rounds: as many right answers after at least nine in ten edits, and the writer's last losses within 1 %. Needs the model
// (`npm run model:smollm2`) and a Python with torch, transformers, peft, accelerate and gguf (the command in PYTHON, else
// python3).
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Outcome } from "../src/protocol/run.ts";
import { z } from "../src/protocol/zod.ts";
import { editKind } from "../src/runs/edit/kind.ts";
import { type EditRun, rowsOf } from "../src/runs/edit/state.ts";
import { roundsKind } from "../src/runs/rounds/kind.ts";
import type { RoundsRun } from "../src/runs/rounds/state.ts";
import { openRunFile, readRunFile } from "../src/runs/runFile.ts";
import { parseAnswer } from "../src/tasks/arc/arcAnswer.ts";
import { puzzleNotebook } from "../src/tasks/arc/page/notebook/puzzleNotebook.ts";
import { puzzleText } from "../src/tasks/arc/page/text.ts";
import { gridSchema } from "../src/tasks/arc/puzzle.ts";
import { normalizeAnswer } from "../src/tasks/knowledge/answers/scoring.ts";
import { editNotebook } from "../src/tasks/knowledge/page/notebook/editNotebook.ts";
import { roundsNotebook } from "../src/tasks/knowledge/page/notebook/roundsNotebook.ts";
import { passageText } from "../src/tasks/knowledge/page/text.ts";
import type { TaskText } from "../src/tasks/page/taskPage.ts";

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const scriptOf = (...parts: string[]) =>
  ["page/notebook/training.py", ...parts]
    .map((path) => readFileSync(at(`src/tasks/${path}`), "utf8"))
    .join("\n");
const PASSAGES = "knowledge/page/notebook/passages.py";
const ORIGIN = { link: "https://example.org/", repository: null };
const GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf";
const RUNNER = `
import json, sys
cells = json.load(open("run.ipynb"))["cells"]
space = {"__name__": "__main__"}
for cell in cells:
    if cell["cell_type"] == "code":
        source = "".join(line for line in cell["source"] if not line.startswith("%"))
        exec(compile(source, cell["id"], "exec"), space)
`;

const notebookSchema = z.object({
  cells: z.array(z.looseObject({ cell_type: z.string(), source: z.array(z.string()) })),
});
const resultsSchema = z.array(
  z.object({ name: z.string(), losses: z.array(z.number()), answers: z.array(z.string()) }),
);
type Results = z.infer<typeof resultsSchema>;

const puzzleResultsSchema = z.array(
  z.object({ name: z.string(), losses: z.array(z.number()), attempts: z.array(z.array(gridSchema)) }),
);

const judgedSchema = z.array(z.array(z.object({ correct: z.int(), loss: z.nullable(z.number()) })));
const roundsResultsSchema = z.array(
  z.object({
    training: judgedSchema,
    heldOut: judgedSchema,
    kept: z.array(z.array(z.int())),
    losses: z.array(z.number()),
  }),
);

const [given = at("public/recorded/passage-smollm2.json"), folder = null] = process.argv.slice(2);
const file = readRunFile(readFileSync(given, "utf8"));
if (file.kind === "rounds") {
  const { state: run } = await openRunFile(roundsKind, file);
  const told = executed(
    roundsNotebook(scriptOf(PASSAGES, "knowledge/page/notebook/roundsNotebook.py"), run, ORIGIN),
    "self-edit-rounds.json",
  );
  compareRounds(run, roundsResultsSchema.parse(told));
} else {
  const { state: run } = await openRunFile(editKind, file);
  if (run.task === "arc") {
    const notebook = puzzleNotebook(scriptOf("arc/page/notebook/puzzleNotebook.py"), run, ORIGIN);
    comparePuzzle(run, puzzleResultsSchema.parse(executed(notebook, "self-edit-puzzle.json")));
  } else {
    const notebook = editNotebook(scriptOf(PASSAGES, "knowledge/page/notebook/editNotebook.py"), run, ORIGIN);
    compare(run, resultsSchema.parse(executed(notebook, "self-edit-results.json")));
  }
}

/** What the cells write. */
function executed(notebook: string, results: string): unknown {
  const cwd = mkdtempSync(join(tmpdir(), "notebook-"));
  writeFileSync(join(cwd, "run.ipynb"), onOwnWeights(notebook));
  console.log(`${cwd}/run.ipynb`);
  const python = spawnSync(process.env.PYTHON ?? "python3", ["-c", RUNNER], {
    cwd,
    stdio: "inherit",
  });
  if (python.status !== 0) throw new Error("The notebook failed.");
  return JSON.parse(readFileSync(join(cwd, results), "utf8"));
}

/** The notebook with the weights that the page ran on named in it, as its reader may. */
function onOwnWeights(text: string): string {
  const notebook = notebookSchema.parse(JSON.parse(text));
  const values: Record<string, string | null> =
    folder === null ? { MODEL: at("public/models/local"), GGUF } : { MODEL: resolve(folder), GGUF: null };
  for (const cell of notebook.cells) {
    cell.source = cell.source.map((line) =>
      line.replace(/^(MODEL|GGUF) = .*/, (whole, name: string) => {
        const value = values[name];
        return value === undefined ? whole : `${name} = ${value === null ? "None" : JSON.stringify(value)}`;
      }),
    );
  }
  return JSON.stringify({ ...JSON.parse(text), cells: notebook.cells });
}

function compare(of: EditRun, all: Results): void {
  const rows = all.map(({ name, losses, answers }) => ({
    name,
    losses,
    answers: answers.map(normalizeAnswer),
  }));
  compareRows(of, rows, passageText, ({ output }) => normalizeAnswer(output));
}

/** Of each test input both attempts count, in their order. */
function comparePuzzle(of: EditRun, all: z.infer<typeof puzzleResultsSchema>): void {
  const rows = all.map(({ name, losses, attempts }) => ({
    name,
    losses,
    answers: attempts.map((tries) => JSON.stringify(tries)),
  }));
  const page = ({ output }: Outcome) =>
    parseAnswer(output).tests.map(({ attempts }) => JSON.stringify(attempts.map(({ grid }) => grid)));
  compareRows(of, rows, puzzleText, page);
}

function compareRows(
  of: EditRun,
  all: Results,
  text: TaskText,
  answersOf: (outcome: Outcome) => string | string[],
): void {
  let same = 0;
  let asked = 0;
  let worst = 0;
  for (const row of rowsOf(of)) {
    const here = all.find(({ name }) => name === text.row(row).label);
    const page = Object.values(of.answers[row]?.outcomes ?? {}).flatMap(answersOf);
    if (!here) continue;
    const points = of.trainings[row]?.points ?? [];
    const off = points.map(({ step, loss }) => Math.abs((here.losses[step - 1] ?? Number.NaN) - loss) / loss);
    const last = off.at(-1) ?? 0;
    const equal = here.answers.filter((answer, item) => answer === page[item]).length;
    same += equal;
    asked += here.answers.length;
    worst = Math.max(worst, ...off);
    console.log(
      `${row}: ${equal} of ${here.answers.length} answers the same; ${points.length} losses, largest difference ` +
        `${(100 * Math.max(0, ...off)).toFixed(3)} %, of the last ${(100 * last).toFixed(3)} %`,
    );
  }
  const good = worst <= 0.01 && same >= 0.9 * asked && asked > 0;
  console.log(
    `${same} of ${asked} answers the same, losses within ${(100 * worst).toFixed(3)} %: ${good ? "proved" : "NOT proved"}`,
  );
  if (!good) process.exitCode = 1;
}

function compareRounds(of: RoundsRun, all: z.infer<typeof roundsResultsSchema>): void {
  let same = 0;
  let edits = 0;
  let worst = 0;
  for (const [number, here] of all.entries()) {
    const page = of.rounds[number];
    if (!page) continue;
    for (const set of ["training", "heldOut"] as const) {
      const outcomes = page[set].flatMap((context) => context.edits.map(({ outcome }) => outcome));
      const own = here[set].flat();
      const equal = own.filter(({ correct }, i) => correct === outcomes[i]?.correct).length;
      const off = own.map(({ loss }, i) => Math.abs((loss ?? 0) / (outcomes[i]?.loss ?? 1) - 1));
      same += equal;
      edits += own.length;
      console.log(
        `round ${number}, ${set}: as many right after ${equal} of ${own.length} edits, losses within ` +
          `${(100 * Math.max(0, ...off)).toFixed(3)} %`,
      );
    }
    const last = here.losses.at(-1);
    const told = page.writer.merged?.finalLoss;
    if (last === undefined || told === undefined) continue;
    worst = Math.max(worst, Math.abs(last / told - 1));
    const chosen = here.kept.filter((kept, i) => String(kept) === String(page.training[i]?.choice?.kept));
    console.log(
      `round ${number}, writer: the same choice for ${chosen.length} of ${here.kept.length} passages, last loss within ` +
        `${(100 * worst).toFixed(3)} %`,
    );
  }
  const good = worst <= 0.01 && same >= 0.9 * edits && edits > 0;
  console.log(`${same} of ${edits} edits the same: ${good ? "proved" : "NOT proved"}`);
  if (!good) process.exitCode = 1;
}
