import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { RECORDINGS, recordingFile, SUMMARIES_FILE } from "../src/runs/recordings.ts";
import type { RunSummary } from "../src/runs/runKind.ts";
import { runCommand } from "./command.ts";
import { RECORDED_SETUPS } from "./recordedSetups.ts";
import { recordRun } from "./recordRun.ts";

const PUBLIC = fileURLToPath(new URL("../public/", import.meta.url));
const IDS = Object.keys(RECORDED_SETUPS);

/**
 * `npm run record [-- id …]`: makes the runs that come with the page, or those that are named, and the lines that tables
 * show of them.
 */
async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((id) => !IDS.includes(id));
  if (unknown !== undefined) {
    const advice = `Name some of ${IDS.join(", ")}, or none for all.`;
    throw new PlaygroundError("bad-input", `There is no recording “${unknown}”.`, advice);
  }
  await mkdir(`${PUBLIC}recorded`, { recursive: true });
  for (const [id, setup] of Object.entries(RECORDED_SETUPS)) {
    const recording = RECORDINGS.find((known) => known.id === id);
    if (recording === undefined || (args.length > 0 && !args.includes(id))) continue;
    console.error(`${id}: ${recording.title} …`);
    const { text, summary } = await recordRun(recording.kind, id, setup());
    await writeFile(PUBLIC + recordingFile(id), text);
    await keepSummary(id, summary);
    const seconds = (summary.elapsedMs / 1000).toFixed(0);
    console.log(
      `${id}: ${seconds} s, ${(gzipSync(text).length / 1000).toFixed(0)} kB gzip, ${summary.model}`,
    );
  }
}

async function keepSummary(id: string, summary: RunSummary): Promise<void> {
  const path = PUBLIC + SUMMARIES_FILE;
  const before: object = JSON.parse(await readFile(path, "utf8").catch(() => "{}"));
  await writeFile(path, `${JSON.stringify({ ...before, [id]: summary }, null, 1)}\n`);
}

runCommand(main);
