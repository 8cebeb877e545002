import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { type ArcOptions, readArcOptions } from "./arcOptions.ts";
import {
  type ArcResult,
  type ArcSetup,
  arcSetupSchema,
  type PuzzleRecord,
  puzzleRecordSchema,
  RESULT_VERSION,
} from "./arcResult.ts";
import { conditionsOf, runPuzzle } from "./arcRun.ts";
import { type ArcSource, puzzlesOf } from "./arcSource.ts";
import { arcTable, INTERVAL_METHOD, summariseArc } from "./arcSummary.ts";
import { measure, runCommand } from "./command.ts";
import { openRecordFile } from "./recordFile.ts";
import { type Runtime, runtimeSetup } from "./runtime.ts";

/**
 * `npm run arc`: SEAL's inner loop over ARC puzzles, without a page. Prints a table of all conditions and writes one
 * JSON (docs/headless.md). Progress goes to standard error, the table to standard output.
 */
async function main(args: readonly string[]): Promise<void> {
  const options = readArcOptions(args);
  const source = await puzzlesOf(options);
  for (const remark of source.remarks) console.error(remark);
  await measure(options, {
    async run(runtime): Promise<ArcResult> {
      const setup = setupOf(options, runtime, source);
      const records = await runAll(options, runtime, setup, source);
      const conditions = [...conditionsOf(options).keys()].map((name) => [
        name,
        summariseArc(each(records), name),
      ]);
      return {
        format: "self-edit-playground/arc",
        version: RESULT_VERSION,
        createdAt: new Date().toISOString(),
        setup,
        intervalMethod: INTERVAL_METHOD,
        skipped: records.filter(({ skipped }) => skipped !== undefined).length,
        conditions: Object.fromEntries(conditions.filter(([, summary]) => summary !== null)),
        puzzles: records,
      };
    },
    table: (result) => arcTable([result]),
  });
}

async function runAll(
  options: ArcOptions,
  { model }: Runtime,
  setup: ArcSetup,
  { chosen }: ArcSource,
): Promise<PuzzleRecord[]> {
  const schemas = { setup: arcSetupSchema, record: puzzleRecordSchema };
  const file = await openRecordFile(`${options.json}.puzzles.jsonl`, setup, schemas, fingerprint);
  const records: PuzzleRecord[] = [];
  for (const [i, { context, index }] of chosen.entries()) {
    const earlier = file.done.find((record) => record.index === index);
    const record = earlier ?? (await runPuzzle(model, context, index, options));
    if (earlier === undefined) await file.add(record);
    records.push(record);
    const counts = [...conditionsOf(options).keys()].flatMap((name) => {
      const summary = summariseArc(each(records), name);
      return summary === null ? [] : [`${name} ${summary.correct}/${summary.total}`];
    });
    const took = earlier === undefined ? `${record.seconds.toFixed(1)} s` : "done before";
    const note = record.skipped === undefined ? took : `skipped: ${record.skipped}`;
    console.error(`${i + 1}/${chosen.length} ${context.name} (${note}): ${counts.join(", ")}`);
  }
  const [first] = records;
  if (first?.skipped !== undefined && records.every(({ skipped }) => skipped !== undefined)) {
    throw new PlaygroundError(
      "bad-input",
      `${model.info.name} can read none of the ${records.length} puzzles: of “${first.name}”, ${first.skipped}.`,
      "Give smaller puzzles, or a model that reads larger ones.",
    );
  }
  return records;
}

/** Every puzzle by itself: one run has one record of each. */
function each(records: readonly PuzzleRecord[]): PuzzleRecord[][] {
  return records.map((record) => [record]);
}

function setupOf(
  options: ArcOptions,
  runtime: Runtime,
  { name: source, sha256, chosen }: ArcSource,
): ArcSetup {
  return {
    task: "arc",
    ...runtimeSetup(runtime),
    puzzles: { source, sha256, offset: options.offset, limit: chosen.length },
    edit: options.editName,
    controls: options.controls,
    seed: options.settings.seed,
    settings: options.settings,
  };
}

/** More puzzles of the same source continue a run, and so do other numbers of threads. */
function fingerprint({ puzzles, backend, ...rest }: ArcSetup): string {
  return JSON.stringify({ ...rest, backend: backend.name, puzzles: puzzles.sha256 });
}

runCommand(main);
