import type { Cluster } from "../src/protocol/intervals.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import type { ResultForm } from "../src/tasks/commands/taskCommands.ts";
import { TASK_COMMANDS } from "../src/tasks/commands/tasks.ts";
import { type RlResult, rlResultSchema } from "./rlResult.ts";
import { gainOver, joinClusters, percent, pointsText, shareText } from "./shares.ts";

type Round = RlResult["rounds"][number];

/** What `npm run rl` writes. */
export const rlResults: ResultForm<RlResult> = {
  command: "npm run rl",
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
      const after = (round: number) =>
        joinClusters(own.map(({ rounds }) => heldOutBy(roundNumbered(rounds, round))));
      const clusters = after(round);
      const kept = at.flatMap(({ selection }) =>
        selection ? [`${selection.kept} of ${selection.sampled}`] : [],
      );
      const cells = [
        label,
        own.map(({ setup }) => setup.seed).join(", "),
        round,
        shareText(clusters),
        at.map(({ heldOut }) => percent(heldOut.correct / heldOut.total)).join(", "),
        round === 0 ? "" : pointsText(gainOver(clusters, after(0))),
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
    "held out",
    "by seed, %",
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
