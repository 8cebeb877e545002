import { readFile } from "node:fs/promises";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { z } from "../src/protocol/zod.ts";
import type { ResultForm } from "../src/tasks/commands/taskCommands.ts";
import { TASK_COMMANDS } from "../src/tasks/commands/tasks.ts";
import { runCommand } from "./command.ts";
import { forgetResults } from "./remedyTable.ts";
import { rewardsResults } from "./rewardsResult.ts";
import { rlResults } from "./rewardTable.ts";

const USAGE = "npm run table -- <result.json> …: results of one command side by side, their seeds together.";
const FORMS: readonly ResultForm[] = [
  ...TASK_COMMANDS.map(({ innerLoops }) => innerLoops.results),
  rlResults,
  rewardsResults,
  forgetResults,
];

/** `npm run table -- a.json b.json …`: one Markdown table of several results, whatever command they are of. */
runCommand(async (files) => {
  if (files.length === 0) throw new PlaygroundError("bad-input", "No result is named.", USAGE);
  const read = await Promise.all(files.map(readResult));
  const tables = FORMS.flatMap((form) => {
    const some = read.flatMap((one) => (one.form === form ? [one.result] : []));
    return some.length > 0 ? [form.table(some)] : [];
  });
  console.log(tables.join("\n\n"));
});

async function readResult(file: string): Promise<{ form: ResultForm; result: object }> {
  const value: unknown = JSON.parse(await readFile(file, "utf8"));
  const format = z.object({ format: z.string() }).safeParse(value).data?.format;
  const form = FORMS.find((known) => known.format === format);
  if (form === undefined) throw noResult(file, "it is of no command that is known here");
  const result = form.schema.safeParse(value);
  if (result.success) return { form, result: result.data };
  const [issue] = result.error.issues;
  throw noResult(file, `${issue?.message}${issue?.path.length ? ` at “${issue.path.join(".")}”` : ""}`);
}

function noResult(file: string, why: string): PlaygroundError {
  return new PlaygroundError("bad-input", `${file} is no result: ${why}.`, USAGE);
}
