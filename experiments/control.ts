import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { CommandLine, settingLines } from "../src/tasks/commands/commandLine.ts";
import { ACCEPTANCE_FIELDS, DEFAULT_ACCEPTANCE } from "../src/versions/versionEvents.ts";
import { runCommand } from "./command.ts";
import { USUAL_LIMITS } from "./controlMeasures.ts";
import {
  type ControlResult,
  demonstrateRounds,
  demonstrateStream,
  falseAlarms,
  plantedIn,
} from "./controlResult.ts";
import { controlTables } from "./controlTable.ts";
import { isSame } from "./eventFile.ts";
import type { ForgetResult } from "./forgetResult.ts";
import { forgetResults } from "./remedyTable.ts";
import { readResultFile } from "./resultFile.ts";
import { readRl } from "./rlLog.ts";

const USAGE = `npm run control -- --json <out.json> [--faulty a.json,…] [--honest b.json,…] [--vetoed c.json,…] [--rounds r.json,…]
  --faulty: streams (npm run forget) behind a gate that lets all pass, without a remedy or with falsehoods
  --honest: streams with a remedy in which nothing is planted; one of a faulty stream's seed and length is what that is compared with
  --vetoed: the faulty streams again, behind a gate that does not let all pass
  --rounds: of the outer loop (npm run rl), by a reward for a bad habit
  and any limit beyond which a measure notices:
${settingLines(ACCEPTANCE_FIELDS)}`;

/**
 * `npm run control`: of demonstrations that have been run, when the measures notice what is wrong, when accuracy falls, and
 * what a veto changes; and how often the measures notice something where nothing is wrong.
 */
runCommand(async (args) => {
  const line = new CommandLine(args, {
    names: ["json", "faulty", "honest", "vetoed", "rounds"],
    settings: [{ fields: ACCEPTANCE_FIELDS }],
    usage: USAGE,
  });
  const json = line.required("json");
  const paths = (name: string) => line.text(name)?.split(",") ?? [];
  const streams = (name: string) =>
    Promise.all(paths(name).map((path) => readResultFile(path, forgetResults)));
  const [faulty, honest, vetoed] = await Promise.all([
    streams("faulty"),
    streams("honest"),
    streams("vetoed"),
  ]);
  const limits = { ...USUAL_LIMITS, ...line.settings(ACCEPTANCE_FIELDS, DEFAULT_ACCEPTANCE) };
  const rounds = await Promise.all(paths("rounds").map(readRl));
  const twins = faulty.map((stream) => honest.find((other) => isTwin(other, stream)) ?? null);
  const result: ControlResult = {
    format: "self-edit-playground/control",
    version: 1,
    limits,
    demonstrations: [
      ...faulty.map((stream, i) => {
        const planted = plantedIn(stream);
        const again = vetoed.find((other) => isTwin(other, stream) && isSame(plantedIn(other), planted));
        const honestTwin = planted === null ? null : twins[i]!;
        return demonstrateStream({ faulty: stream, honest: honestTwin, vetoed: again ?? null }, limits);
      }),
      ...rounds.map(({ log }) => demonstrateRounds(log, limits)),
    ],
    honest: falseAlarms(
      honest.filter((stream) => !twins.includes(stream)),
      limits,
    ),
  };
  await mkdir(dirname(json), { recursive: true });
  await writeFile(json, `${JSON.stringify(result)}\n`);
  console.log(controlTables(result));
});

/** Of the same passages, in the same order. */
function isTwin(one: ForgetResult, other: ForgetResult): boolean {
  return one.setup.seed === other.setup.seed && one.matrix.length === other.matrix.length;
}
