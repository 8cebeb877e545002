import type { Cluster } from "../src/protocol/intervals.ts";
import { REWARDS, roundsSettingsSchema } from "../src/protocol/roundsSettings.ts";
import { z } from "../src/protocol/zod.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import { runtimeSetupSchema } from "../src/tasks/commands/setupSchemas.ts";
import type { ResultForm } from "../src/tasks/commands/taskCommands.ts";
import { taskSettingsSchema } from "./rlResult.ts";
import { gainOver, joinClusters, percent, pointsText, shareText } from "./shares.ts";

export const UNTAUGHT = "untaught";
/** What writers are compared: taught by what a reward keeps, by all edits, by the rounds themselves, or not at all. */
export const WRITERS = [UNTAUGHT, ...REWARDS, "all", "rounds"] as const;

const rowSchema = z.object({
  writer: z.enum(WRITERS),
  /** Texts that it was trained on; of the rounds themselves they are not counted. */
  examples: z.nullable(z.int()),
  /** By held-out context. */
  scores: z.array(z.object({ correct: z.int(), total: z.int() })),
  /** An edit's, on the mean. */
  lines: z.number(),
  /** Of the lines that claim something. */
  trueShare: z.nullable(z.number()),
});
export type RewardsRow = z.infer<typeof rowSchema>;

export const rewardsResultSchema = z.object({
  format: z.literal("self-edit-playground/rewards"),
  version: z.literal(1),
  setup: z.extend(runtimeSetupSchema, {
    task: z.string(),
    /** Of the rounds whose edits are chosen among. */
    rounds: roundsSettingsSchema,
    /** Of the inner loops that judged them, and of those that measure the writers. */
    written: taskSettingsSchema,
    measured: taskSettingsSchema,
  }),
  rows: z.array(rowSchema),
});
export type RewardsResult = z.infer<typeof rewardsResultSchema>;

/** What `npm run rewards` writes. */
export const rewardsResults: ResultForm<RewardsResult> = {
  command: "npm run rewards",
  format: "self-edit-playground/rewards",
  schema: rewardsResultSchema,
  table: rewardsTable,
};

/**
 * Writers side by side, a line each, with the intervals of their differences. Results that differ in their seed alone are
 * averaged: a held-out context, the same for all of them, is one cluster.
 */
function rewardsTable(results: readonly RewardsResult[]): string {
  const rowsOf = (writer: string) =>
    results.flatMap(({ rows }) => rows.filter((row) => row.writer === writer));
  const clustersOf = (writer: string): Cluster[] =>
    joinClusters(
      rowsOf(writer).map(({ scores }) =>
        scores.map(({ correct, total }) => ({ sum: correct, count: total })),
      ),
    );
  const complete = WRITERS.filter((writer) => rowsOf(writer).length === results.length);
  const [untaught, accuracy] = [UNTAUGHT, "accuracy"].map((writer) =>
    complete.some((known) => known === writer) ? clustersOf(writer) : null,
  );
  const rows = complete.map((writer) => {
    const own = rowsOf(writer);
    const clusters = clustersOf(writer);
    const trueShares = own.flatMap(({ trueShare }) => trueShare ?? []);
    return [
      labelOf(writer, results),
      own.map(({ examples }) => examples ?? "–").join(", "),
      shareText(clusters),
      untaught && writer !== UNTAUGHT ? pointsText(gainOver(clusters, untaught)) : "",
      accuracy && writer !== "accuracy" ? pointsText(gainOver(accuracy, clusters)) : "",
      mean(own.map(({ lines }) => lines)).toFixed(1),
      trueShares.length > 0 ? `${percent(mean(trueShares))} %` : "–",
    ];
  });
  const head = [
    "writer taught by",
    "edits",
    "held out",
    "points over untaught",
    "points of accuracy over it",
    "lines an edit",
    "true",
  ];
  const seeds = results.map(({ setup }) => setup.rounds.seed).join(", ");
  return `${markdownTable(head, rows)}\n\nSeeds: ${seeds}. Intervals resample contexts.`;
}

function labelOf(writer: string, results: readonly RewardsResult[]): string {
  const [first] = results;
  return writer === "rounds" && first
    ? `${first.setup.rounds.rounds} rounds by ${first.setup.rounds.reward}`
    : writer;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
