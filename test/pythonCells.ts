import { execFileSync } from "node:child_process";
import type { TestContext } from "vitest";

const CHECK = "import ast, json, sys\nfor cell in json.load(sys.stdin): ast.parse(cell)";

/** Fails where Python cannot read one of the cells. Skips where there is no Python (the command in PYTHON, else python3). */
export function readByPython(cells: readonly string[], { skip }: TestContext): void {
  const python = process.env.PYTHON ?? "python3";
  try {
    execFileSync(python, ["--version"]);
  } catch {
    skip("There is no Python here.");
  }
  execFileSync(python, ["-c", CHECK], { input: JSON.stringify(cells) });
}
