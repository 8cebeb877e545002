import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { ResultForm } from "../src/tasks/commands/taskCommands.ts";
import { TASK_COMMANDS } from "../src/tasks/commands/tasks.ts";
import { runCommand } from "./command.ts";
import { forgetResults } from "./remedyTable.ts";
import { readAnyResultFile } from "./resultFile.ts";
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
  const read = await Promise.all(files.map((file) => readAnyResultFile(file, FORMS)));
  const tables = FORMS.flatMap((form) => {
    const some = read.flatMap((one) => (one.form === form ? [one.result] : []));
    return some.length > 0 ? [form.table(some)] : [];
  });
  console.log(tables.join("\n\n"));
});
