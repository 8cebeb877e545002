import { readFile } from "node:fs/promises";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { z } from "../src/protocol/zod.ts";
import { arcResultSchema } from "./arcResult.ts";
import { arcTable } from "./arcSummary.ts";
import { runCommand } from "./command.ts";
import { conditionTable } from "./conditionTable.ts";
import { forgetResultSchema } from "./forgetResult.ts";
import { remedyTable } from "./remedyTable.ts";
import { rewardTable } from "./rewardTable.ts";
import { rlResultSchema } from "./rlResult.ts";
import { sealResultSchema } from "./sealResult.ts";

const USAGE = "npm run table -- <result.json> …: results of one command side by side, their seeds together.";
const resultSchema = z.discriminatedUnion("format", [
  sealResultSchema,
  rlResultSchema,
  forgetResultSchema,
  arcResultSchema,
]);
type Result = z.infer<typeof resultSchema>;
type Format = Result["format"];

/** `npm run table -- a.json b.json …`: one Markdown table of several results, whatever command they are of. */
runCommand(async (files) => {
  if (files.length === 0) throw new PlaygroundError("bad-input", "No result is named.", USAGE);
  console.log(tableOf(await Promise.all(files.map(read))));
});

async function read(file: string): Promise<Result> {
  const result = resultSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new PlaygroundError(
    "bad-input",
    `${file} is no result: ${issue?.message}${issue?.path.length ? ` at “${issue.path.join(".")}”` : ""}.`,
    USAGE,
  );
}

/** A table for each command that results are of. */
function tableOf(results: readonly Result[]): string {
  const of = <F extends Format>(format: F, table: (some: Extract<Result, { format: F }>[]) => string) => {
    const some = results.filter((one): one is Extract<Result, { format: F }> => one.format === format);
    return some.length > 0 ? [table(some)] : [];
  };
  return [
    ...of("self-edit-playground/seal", conditionTable),
    ...of("self-edit-playground/rl", rewardTable),
    ...of("self-edit-playground/forget", remedyTable),
    ...of("self-edit-playground/arc", arcTable),
  ].join("\n\n");
}
