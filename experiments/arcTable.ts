import { readFile } from "node:fs/promises";
import { arcResultSchema } from "./arcResult.ts";
import { arcTable } from "./arcSummary.ts";
import { runCommand } from "./runCommand.ts";

/** `npm run arc:table -- a.json b.json …`: results of `npm run arc`, seeds together; a puzzle of several seeds counts as one cluster. */
runCommand(async (files) => {
  const results = files.map(async (file) => arcResultSchema.parse(JSON.parse(await readFile(file, "utf8"))));
  console.log(arcTable(await Promise.all(results)));
});
