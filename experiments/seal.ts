import { measure, runCommand } from "./command.ts";
import { conditionTable } from "./conditionTable.ts";
import { openPassageFile, runPassage } from "./passageRun.ts";
import { type PassageSource, passagesOf } from "./passageSource.ts";
import { type Runtime, runtimeSetup } from "./runtime.ts";
import { readOptions, type SealOptions } from "./sealOptions.ts";
import { type PassageRecord, RESULT_VERSION, type SealResult, type Setup } from "./sealResult.ts";
import { intervalMethod, summarise } from "./summary.ts";

/**
 * `npm run seal`: SEAL's inner loop over the passages of a file, without a page. Prints a table of all conditions
 * and writes one JSON (docs/headless.md). Progress goes to standard error, the table to standard output.
 */
async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const source = await passagesOf(options);
  await measure(options, {
    async run(runtime): Promise<SealResult> {
      const setup = setupOf(options, runtime, source);
      const records = await runAll(options, runtime, setup, source);
      return {
        format: "self-edit-playground/seal",
        version: RESULT_VERSION,
        createdAt: new Date().toISOString(),
        setup,
        intervalMethod: intervalMethod(records),
        conditions: Object.fromEntries(
          options.conditions.map((condition) => [condition, summarise(records, condition)]),
        ),
        passages: records,
      };
    },
    table: (result) => conditionTable([result]),
  });
}

async function runAll(
  options: SealOptions,
  runtime: Runtime,
  setup: Setup,
  { chosen }: PassageSource,
): Promise<PassageRecord[]> {
  const checkpoint = await openPassageFile(`${options.json}.passages.jsonl`, setup);
  const records: PassageRecord[] = [];
  for (const [i, { passage, index }] of chosen.entries()) {
    const earlier = checkpoint.done.find((record) => record.index === index);
    const otherPieces = records.at(-1)?.edit?.pieces;
    const record =
      earlier ??
      (await runPassage(runtime.model, passage, index, {
        settings: options.settings,
        // The first passage has no other before it.
        conditions: options.conditions.filter((name) => name !== "other-edit" || otherPieces !== undefined),
        ...(otherPieces ? { otherPieces } : {}),
      }));
    if (earlier === undefined) await checkpoint.add(record);
    records.push(record);
    const counts = options.conditions.map((condition) => {
      const summary = summarise(records, condition);
      return summary === null ? `${condition} –` : `${condition} ${summary.correct}/${summary.total}`;
    });
    const pieces = record.edit?.pieces.filter(({ kept }) => kept).length ?? 0;
    const took = earlier === undefined ? `${record.seconds.toFixed(0)} s` : "done before";
    console.error(
      `${i + 1}/${chosen.length} ${passage.title} (${took}, ${pieces} pieces): ${counts.join(", ")}`,
    );
  }
  return records;
}

function setupOf(
  options: SealOptions,
  runtime: Runtime,
  { name: file, sha256, chosen }: PassageSource,
): Setup {
  return {
    task: "knowledge",
    ...runtimeSetup(runtime),
    passages: { file, sha256, offset: options.offset, limit: chosen.length },
    conditions: options.conditions,
    seed: options.settings.seed,
    settings: options.settings,
  };
}

runCommand(main);
