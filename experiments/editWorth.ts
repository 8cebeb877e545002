/**
 * What choosing an edit by each reward is worth, before any writer is trained: of every passage several edits of the
 * untrained writer are judged twice, from different random adapters. A reward chooses by the first judgement, and what
 * it chose counts by the second, which it has not seen. Also how an edit's length goes with what it teaches.
 *
 *     npx tsx experiments/editWorth.ts OUT.json [PASSAGES] [EDITS] [SEED]
 */
import { writeFile } from "node:fs/promises";
import { clusteredInterval } from "../src/protocol/intervals.ts";
import { createRandom, hashSeed } from "../src/protocol/random.ts";
import { REWARDS, type RewardId } from "../src/protocol/roundsSettings.ts";
import { judgedOf, rewards } from "../src/seal/rewards.ts";
import { type EditScore, scoreEdit } from "../src/seal/scoreEdit.ts";
import { sampleEdits } from "../src/seal/writeEdits.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import { taskNamed } from "../src/tasks/commands/taskNamed.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { startRuntime } from "./runtime.ts";

interface JudgedTwice {
  passage: number;
  characters: number;
  /** Accuracy and likelihood, 0…1 and nats a token, of either judgement. */
  accuracy: [number, number];
  likelihood: [number | null, number | null];
  /** By reward, of the first judgement. */
  rewards: Record<RewardId, number>;
}

const [out = "edit-worth.json", passages = "12", edits = "6", seed = "1"] = process.argv.slice(2);
const { id, ownModel, rounds, fresh } = taskNamed([]);
const settings = rounds.presets[0]!.settings.task;
const { model, close } = await startRuntime({ model: ownModel, threads: 1 });
const judged: JudgedTwice[] = [];
for (let passage = 0; passage < Number(passages); passage++) {
  const own = hashSeed(Number(seed), `edit worth ${passage}`);
  const exercise = findTask(id).open(fresh(own, 0), settings, model);
  for (const [i, edit] of (await sampleEdits(model, exercise, Number(edits), own)).entries()) {
    const scores: EditScore[] = [];
    for (const run of ["first", "second"]) {
      scores.push(await scoreEdit(model, exercise, edit.pieces, 1, hashSeed(own, run)));
    }
    const [first, second] = scores as [EditScore, EditScore];
    const seen = judgedOf(exercise, edit, first);
    const given = REWARDS.map((id) => [id, rewards[id](seen, createRandom(own).fork(`${id} ${i}`))]);
    judged.push({
      passage,
      characters: seen.text.length,
      accuracy: [seen.accuracy, second.correct / second.total],
      likelihood: [seen.likelihood, second.likelihood],
      rewards: Object.fromEntries(given),
    });
  }
  console.error(`passage ${passage + 1} of ${passages}`);
}
close();

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const [x, y] = [mean(pairs.map(([a]) => a)), mean(pairs.map(([, b]) => b))];
  const product = (f: (pair: readonly [number, number]) => number) =>
    pairs.reduce((sum, pair) => sum + f(pair), 0);
  const both = product(([a, b]) => (a - x) * (b - y));
  return both / Math.sqrt(product(([a]) => (a - x) ** 2) * product(([, b]) => (b - y) ** 2));
}

/** Of the edits of one passage among each other: what a passage's own difficulty gives is left out. */
function within(of: (edit: JudgedTwice) => readonly [number, number]): number {
  return correlation(
    byPassage.flatMap((own) => {
      const pairs = own.map(of);
      const [x, y] = [mean(pairs.map(([a]) => a)), mean(pairs.map(([, b]) => b))];
      return pairs.map(([a, b]) => [a - x, b - y] as const);
    }),
  );
}

const byPassage = Array.from({ length: Number(passages) }, (_, i) =>
  judged.filter(({ passage }) => passage === i),
);
const both = ({ accuracy }: JudgedTwice) => mean(accuracy);
const chosen = REWARDS.map((id) => {
  const gains = byPassage.map((own) => {
    const best = own.reduce((a, b) => (b.rewards[id] > a.rewards[id] ? b : a));
    return best.accuracy[1] - mean(own.map(({ accuracy }) => accuracy[1]));
  });
  const interval = clusteredInterval(gains.map((sum) => ({ sum, count: 1 })));
  return { reward: id, points: 100 * mean(gains), interval: interval?.map((end) => 100 * end) };
});
const hindsight = byPassage.map(
  (own) => Math.max(...own.map(({ accuracy }) => accuracy[1])) - mean(own.map(({ accuracy }) => accuracy[1])),
);
const result = {
  setup: { model: model.info.hash, passages: Number(passages), edits: Number(edits), seed: Number(seed) },
  accuracy: mean(judged.map(both)),
  chosen: [...chosen, { reward: "second judgement itself", points: 100 * mean(hindsight) }],
  correlations: {
    lengthWithAccuracy: correlation(judged.map((edit) => [edit.characters, both(edit)])),
    lengthWithAccuracyWithin: within((edit) => [edit.characters, both(edit)]),
    accuracyTwiceWithin: within(({ accuracy }) => accuracy),
    likelihoodTwiceWithin: within(({ likelihood: [a, b] }) => [a ?? 0, b ?? 0]),
    likelihoodWithLaterAccuracyWithin: within(({ likelihood, accuracy }) => [
      likelihood[0] ?? 0,
      accuracy[1],
    ]),
  },
};
await writeFile(out, `${JSON.stringify(result, null, 1)}\n`);
console.log(
  markdownTable(
    ["reward", "points"],
    result.chosen.map(({ reward, points }) => [reward, points.toFixed(1)]),
  ),
);
console.log(JSON.stringify(result.correlations, null, 1));
