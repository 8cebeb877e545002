import { readFile } from "node:fs/promises";
import { rewardTable } from "./rewardTable.ts";
import { rlResultSchema } from "./rlResult.ts";
import { runCommand } from "./runCommand.ts";

/** `npm run rl:table -- a.json b.json …`: results of `npm run rl` side by side, seeds together. */
runCommand(async (files) => {
  const results = files.map(async (file) => rlResultSchema.parse(JSON.parse(await readFile(file, "utf8"))));
  console.log(rewardTable(await Promise.all(results)));
});
