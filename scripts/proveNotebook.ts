// `npm run prove:notebook [-- run.json]`: exports the notebook of a run on SmolLM2-135M-Instruct, executes its cells with
// Python on the very weights of the page, and compares: losses within 1 %, the same answer to at least nine in ten
// questions. Needs the model (`npm run model:smollm2`) and a Python with torch, transformers, peft, accelerate and gguf
// (the command in PYTHON, else python3).
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "../src/protocol/zod.ts";
import { editKind } from "../src/runs/edit/kind.ts";
import { type EditRun, rowsOf } from "../src/runs/edit/state.ts";
import { openRunFile, readRunFile } from "../src/runs/runFile.ts";
import { editNotebook } from "../src/tasks/knowledge/page/notebook/editNotebook.ts";
import { passageText } from "../src/tasks/knowledge/page/text.ts";
import { normalizeAnswer } from "../src/tasks/knowledge/scoring.ts";

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const SCRIPT = readFileSync(at("src/tasks/knowledge/page/notebook/editNotebook.py"), "utf8");
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

const [file = at("public/recorded/passage-smollm2.json")] = process.argv.slice(2);
const { state: run } = openRunFile(editKind, readRunFile(readFileSync(file, "utf8")));
const folder = mkdtempSync(join(tmpdir(), "notebook-"));
writeFileSync(join(folder, "run.ipynb"), notebookOnOwnWeights(run));
console.log(`${folder}/run.ipynb`);
const python = spawnSync(process.env.PYTHON ?? "python3", ["-c", RUNNER], { cwd: folder, stdio: "inherit" });
if (python.status !== 0) throw new Error("The notebook failed.");
const results = resultsSchema.parse(JSON.parse(readFileSync(join(folder, "self-edit-results.json"), "utf8")));
compare(run, results);

/** The notebook with the weights that the page ran on named in it, as its reader may. */
function notebookOnOwnWeights(of: EditRun): string {
  const text = editNotebook(SCRIPT, of, { link: "https://example.org/", repository: null });
  const notebook = notebookSchema.parse(JSON.parse(text));
  const values: Record<string, string> = { MODEL: at("public/models/local"), GGUF };
  for (const cell of notebook.cells) {
    cell.source = cell.source.map((line) =>
      line.replace(/^(MODEL|GGUF) = .*/, (whole, name: string) => {
        const value = values[name];
        return value === undefined ? whole : `${name} = ${JSON.stringify(value)}`;
      }),
    );
  }
  return JSON.stringify({ ...JSON.parse(text), cells: notebook.cells });
}

function compare(of: EditRun, all: Results): void {
  let same = 0;
  let asked = 0;
  let worst = 0;
  for (const row of rowsOf(of)) {
    const here = all.find(({ name }) => name === passageText.row(row).label);
    const answers = of.answers[row];
    if (!here || !answers) continue;
    const points = of.trainings[row]?.points ?? [];
    const off = points.map(({ step, loss }) => Math.abs((here.losses[step - 1] ?? Number.NaN) - loss) / loss);
    const last = off.at(-1) ?? 0;
    const equal = here.answers.filter(
      (answer, item) => normalizeAnswer(answer) === normalizeAnswer(answers.outcomes[item]?.output ?? ""),
    ).length;
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
