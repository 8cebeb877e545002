import { readFile } from "node:fs/promises";
import { forgetResultSchema } from "./forgetResult.ts";
import { remedyTable } from "./remedyTable.ts";
import { runCommand } from "./runCommand.ts";

/** `npm run forget:table -- a.json b.json …`: results of `npm run forget` side by side, seeds together. */
runCommand(async (files) => {
  const results = files.map(async (file) =>
    forgetResultSchema.parse(JSON.parse(await readFile(file, "utf8"))),
  );
  console.log(remedyTable(await Promise.all(results)));
});
