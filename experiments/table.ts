import { readFile } from "node:fs/promises";
import { markdownTable } from "./markdownTable.ts";
import { sealResultSchema } from "./sealResult.ts";

/** `npm run seal:table -- a.json b.json …`: one Markdown table of several results; equal settings are averaged over seeds. */
const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("npm run seal:table -- <result.json> …");
  process.exitCode = 1;
} else {
  const results = await Promise.all(
    files.map(async (file) => sealResultSchema.parse(JSON.parse(await readFile(file, "utf8")))),
  );
  console.log(markdownTable(results));
}
