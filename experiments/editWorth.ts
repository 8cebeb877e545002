import { writeFile } from "node:fs/promises";
import { clusteredInterval } from "../src/protocol/intervals.ts";
import { createRandom, hashSeed } from "../src/protocol/random.ts";
import { REWARDS, type RewardId } from "../src/protocol/roundsSettings.ts";
import { judgedOf, rewards } from "../src/seal/rewards.ts";
import { type EditScore, scoreEdit } from "../src/seal/scoreEdit.ts";
import { sampleEdits } from "../src/seal/writeEdits.ts";
import { CommandLine } from "../src/tasks/commands/commandLine.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import type { TaskCommands } from "../src/tasks/commands/taskCommands.ts";
import { taskNamed } from "../src/tasks/commands/taskNamed.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { runCommand } from "./command.ts";
import { type Runtime, startRuntime } from "./runtime.ts";

interface JudgedTwice {
  characters: number;
  /** Accuracy and likelihood, 0…1 and nats a token, of either judgement. */
  accuracy: [number, number];
  likelihood: [number | null, number | null];
  /** By reward, of the first judgement. */
  rewards: Record<RewardId, number>;
}

const USAGE = "npx tsx experiments/editWorth.ts --json <out.json> [--contexts N] [--edits N] [--seed S]";

/**
 * What choosing an edit by each reward is worth, before any writer is trained: of every context several edits of the
 * untrained writer are judged twice, from different random adapters. A reward chooses by the first judgement, and what
 * it chose counts by the second, which it has not seen. Also how an edit's length goes with what it teaches.
 */
runCommand(async (args) => {
  const line = new CommandLine(args, { names: ["json", "contexts", "edits", "seed"], usage: USAGE });
  const json = line.required("json");
  const contexts = line.whole("contexts", 2) ?? 12;
  const edits = line.whole("edits", 2) ?? 6;
  const seed = line.whole("seed", 0) ?? 1;
  const task = taskNamed([]);
  const { model, close } = await startRuntime({ model: task.ownModel, threads: 1 });
  const byContext: JudgedTwice[][] = [];
  for (let context = 0; context < contexts; context++) {
    byContext.push(await judgeTwice(model, task, { seed: hashSeed(seed, `edit worth ${context}`), edits }));
    console.error(`context ${context + 1} of ${contexts}`);
  }
  close();
  const { chosen, ...figures } = worthOf(byContext);
  const setup = { model: model.info.hash, contexts, edits, seed };
  await writeFile(json, `${JSON.stringify({ setup, ...figures, chosen }, null, 1)}\n`);
  const rows = chosen.map(({ reward, points }) => [reward, points.toFixed(1)]);
  console.log(markdownTable(["reward", "points"], rows));
  console.log(JSON.stringify(figures.correlations, null, 1));
});

async function judgeTwice(
  model: Runtime["model"],
  { id, rounds, fresh }: TaskCommands,
  { seed, edits }: { seed: number; edits: number },
): Promise<JudgedTwice[]> {
  const exercise = findTask(id).open(fresh(seed, 0), rounds.presets[0]!.settings.task, model);
  const judged: JudgedTwice[] = [];
  for (const [i, edit] of (await sampleEdits(model, exercise, edits, seed)).entries()) {
    const judge = (run: string): Promise<EditScore> =>
      scoreEdit(model, exercise, edit.pieces, 1, hashSeed(seed, run));
    const first = await judge("first");
    const second = await judge("second");
    const seen = judgedOf(exercise, edit, first);
    const given = REWARDS.map((id) => [id, rewards[id](seen, createRandom(seed).fork(`${id} ${i}`))]);
    judged.push({
      characters: seen.text.length,
      accuracy: [seen.accuracy, second.correct / second.total],
      likelihood: [seen.likelihood, second.likelihood],
      rewards: Object.fromEntries(given),
    });
  }
  return judged;
}

function worthOf(byContext: readonly JudgedTwice[][]) {
  const judged = byContext.flat();
  const later = (edits: readonly JudgedTwice[]) => edits.map(({ accuracy }) => accuracy[1]);
  const chosen = REWARDS.map((id) => {
    const gains = byContext.map((own) => {
      const best = own.reduce((a, b) => (b.rewards[id] > a.rewards[id] ? b : a));
      return best.accuracy[1] - mean(later(own));
    });
    const interval = clusteredInterval(gains.map((sum) => ({ sum, count: 1 })));
    return { reward: id, points: 100 * mean(gains), interval: interval?.map((end) => 100 * end) };
  });
  const hindsight = byContext.map((own) => Math.max(...later(own)) - mean(later(own)));
  const both = ({ accuracy }: JudgedTwice) => mean(accuracy);
  return {
    accuracy: mean(judged.map(both)),
    chosen: [...chosen, { reward: "second judgement itself", points: 100 * mean(hindsight) }],
    correlations: {
      lengthWithAccuracy: correlation(judged.map((edit) => [edit.characters, both(edit)])),
      lengthWithAccuracyWithin: within(byContext, (edit) => [edit.characters, both(edit)]),
      accuracyTwiceWithin: within(byContext, ({ accuracy }) => accuracy),
      likelihoodTwiceWithin: within(byContext, ({ likelihood: [a, b] }) => [a ?? 0, b ?? 0]),
      likelihoodWithLaterAccuracyWithin: within(byContext, ({ likelihood, accuracy }) => [
        likelihood[0] ?? 0,
        accuracy[1],
      ]),
    },
  };
}

/** Of the edits of one context among each other: what a context's own difficulty gives is left out. */
function within(
  byContext: readonly JudgedTwice[][],
  of: (edit: JudgedTwice) => readonly [number, number],
): number {
  return correlation(
    byContext.flatMap((own) => {
      const pairs = own.map(of);
      const [x, y] = [mean(pairs.map(([a]) => a)), mean(pairs.map(([, b]) => b))];
      return pairs.map(([a, b]) => [a - x, b - y] as const);
    }),
  );
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const [x, y] = [mean(pairs.map(([a]) => a)), mean(pairs.map(([, b]) => b))];
  const product = (f: (pair: readonly [number, number]) => number) =>
    pairs.reduce((sum, pair) => sum + f(pair), 0);
  const both = product(([a, b]) => (a - x) * (b - y));
  return both / Math.sqrt(product(([a]) => (a - x) ** 2) * product(([, b]) => (b - y) ** 2));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
