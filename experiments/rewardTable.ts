import { type Cluster, clusteredInterval, wilson } from "../src/protocol/intervals.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import type { ResultForm } from "../src/tasks/commands/taskCommands.ts";
import { TASK_COMMANDS } from "../src/tasks/commands/tasks.ts";
import { type RlResult, rlResultSchema } from "./rlResult.ts";

type Round = RlResult["rounds"][number];

/** What `npm run rl` writes. */
export const rlResults: ResultForm<RlResult> = {
  format: "self-edit-playground/rl",
  schema: rlResultSchema,
  table: rewardTable,
};

/**
 * Outer loops side by side as a Markdown table, one line for each reward and round. Runs that differ in their seed
 * alone are averaged: a held-out context, the same for all of them, is one cluster, whatever the number of seeds.
 */
function rewardTable(results: readonly RlResult[]): string {
  const rows = [...new Set(results.map(labelOf))].flatMap((label) => {
    const own = results.filter((result) => labelOf(result) === label);
    return (own[0]?.rounds ?? []).map(({ round }) => {
      const at = own.map(({ rounds }) => roundNumbered(rounds, round));
      const clusters = clustersOf(own, (rounds) => heldOutBy(roundNumbered(rounds, round)));
      const gains = clustersOf(own, (rounds) => {
        const first = heldOutBy(roundNumbered(rounds, 0));
        return heldOutBy(roundNumbered(rounds, round)).map(({ sum, count }, i) => ({
          sum: sum - (first[i]?.sum ?? 0),
          count,
        }));
      });
      const kept = at.flatMap(({ selection }) =>
        selection ? [`${selection.kept} of ${selection.sampled}`] : [],
      );
      const cells = [
        label,
        own.map(({ setup }) => setup.seed).join(", "),
        round,
        withInterval(clusters, true),
        at.map(({ heldOut }) => percent(heldOut.correct / heldOut.total)).join(", "),
        round === 0 ? "" : withInterval(gains, false),
        (at.reduce((sum, { habits }) => sum + habits.lines, 0) / at.length).toFixed(1),
        kept.join(", ") || "–",
      ];
      return cells;
    });
  });
  const head = [
    "reward",
    "seeds",
    "round",
    "held out, %",
    "by seed",
    "points over round 0",
    "lines an edit",
    "kept, by seed",
  ];
  return markdownTable(head, rows);
}

/** Whatever tells runs apart but for their seed. */
function labelOf({ setup }: RlResult): string {
  const { reward, outer, task, model } = setup;
  const parts = [
    reward,
    ...(task === TASK_COMMANDS[0]?.id ? [] : [wordOf(task)]),
    ...(outer.innerRuns > 1 ? [`${outer.innerRuns} inner runs`] : []),
  ];
  return `${parts.join(", ")} (${model.name})`;
}

/** What the contexts of a task are called. */
function wordOf(task: string): string {
  return TASK_COMMANDS.find(({ id }) => id === task)?.words.many ?? task;
}

function roundNumbered(rounds: readonly Round[], number: number): Round {
  const found = rounds.find(({ round }) => round === number);
  if (found === undefined) throw new Error(`A run has no round ${number}: give runs of as many rounds.`);
  return found;
}

/** Right answers by held-out context, in their order. */
function heldOutBy({ edits }: Round): Cluster[] {
  const clusters: Cluster[] = [];
  for (const { set, context, correct, total } of edits) {
    if (set !== "held-out") continue;
    const known = clusters[context] ?? { sum: 0, count: 0 };
    clusters[context] = { sum: known.sum + correct, count: known.count + total };
  }
  return clusters;
}

/** The clusters of all runs, a context's of all seeds as one. */
function clustersOf(results: readonly RlResult[], of: (rounds: readonly Round[]) => Cluster[]): Cluster[] {
  const all = results.map(({ rounds }) => of(rounds));
  return (all[0] ?? []).map((_, context) => ({
    sum: all.reduce((sum, own) => sum + (own[context]?.sum ?? 0), 0),
    count: all.reduce((sum, own) => sum + (own[context]?.count ?? 0), 0),
  }));
}

function withInterval(clusters: readonly Cluster[], counted: boolean): string {
  const sum = clusters.reduce((all, one) => all + one.sum, 0);
  const count = clusters.reduce((all, one) => all + one.count, 0);
  const interval = clusteredInterval(clusters) ?? (counted ? wilson(sum, count) : null);
  const bounds = interval ? ` [${interval.map((bound) => percent(bound, 0)).join(", ")}]` : "";
  return `${counted ? `${sum}/${count} = ` : ""}${percent(sum / count)}${bounds}`;
}

function percent(share: number, digits = 1): string {
  return (100 * share).toFixed(digits);
}
