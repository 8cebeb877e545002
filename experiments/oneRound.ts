/**
 * What one round of the outer loop brings by each reward, all choosing among the very same edits: those that the first
 * round of an `npm run rl` has judged. Every reward trains a writer of its own, which then writes for the held-out
 * contexts, and each of these edits is trained on and tested. So rewards differ by what they choose alone, and ten of
 * them cost little more than one round.
 *
 *     npx tsx experiments/oneRound.ts RL.json OUT.json [SETTINGS [REWARD …]]
 *
 * SETTINGS, as JSON, change those of the rounds for the measurement: {"editSamples": 3} joins three samples to an edit,
 * as the page does.
 *
 * Interrupted, the same command goes on after the last reward that is done.
 */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import type { LanguageModel } from "../src/nn/languageModel.ts";
import { clusteredInterval } from "../src/protocol/intervals.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { createRandom, hashSeed } from "../src/protocol/random.ts";
import { REWARDS } from "../src/protocol/roundsSettings.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { z } from "../src/protocol/zod.ts";
import { readDoneRounds } from "../src/seal/doneRounds.ts";
import { habitsOf } from "../src/seal/habits.ts";
import { chooseEdits } from "../src/seal/keepRule.ts";
import { judgedOf, rewards } from "../src/seal/rewards.ts";
import { scoreEdit } from "../src/seal/scoreEdit.ts";
import { sampleEdits, type WrittenEdit } from "../src/seal/writeEdits.ts";
import { mergeWriter, trainWriter } from "../src/seal/writer.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { readRl, type Started } from "./rlLog.ts";
import { startRuntime } from "./runtime.ts";

const rowSchema = z.object({
  /** A reward, "all" edits, or nothing: the writer as it came. */
  writer: z.string(),
  examples: z.int(),
  correct: z.int(),
  total: z.int(),
  interval: z.nullable(z.tuple([z.number(), z.number()])),
  /** Right answers by held-out context. */
  byContext: z.array(z.int()),
  /** Lines an edit, and of those that claim something the share that is true. */
  lines: z.number(),
  trueShare: z.nullable(z.number()),
});
type Row = z.infer<typeof rowSchema>;
const settingsSchema = z.record(z.string(), z.unknown());
const resultSchema = z.object({ setup: z.unknown(), rows: z.array(rowSchema) });

interface Judged extends WrittenEdit {
  context: number;
  correct: number;
  total: number;
  likelihood: number | null;
}

const UNTAUGHT = "untaught";
const WRITERS = [UNTAUGHT, ...REWARDS, "all"];

const [rl = "", out = "one-round.json", changed = "{}", ...named] = process.argv.slice(2);
const { started, log } = await readRl(rl);
const { taskSettings } = started;
const measured = toJson({
  ...settingsSchema.parse(taskSettings),
  ...settingsSchema.parse(JSON.parse(changed)),
});
const { model, close } = await startRuntime({ model: started.model.id, threads: 1 });
const judged = firstRound(started);
const setup = {
  model: started.model,
  rounds: started.settings,
  written: taskSettings,
  measured,
  heldOut: started.heldOut.length,
};
const rows = existsSync(out) ? resultSchema.parse(JSON.parse(await readFile(out, "utf8"))).rows : [];
for (const writer of named.length > 0 ? named : WRITERS) {
  if (rows.some((row) => row.writer === writer)) continue;
  const examples = writer === UNTAUGHT ? 0 : await teach(model, started, kept(started, writer));
  rows.push({ writer, examples, ...(await measure(model, started)) });
  model.unmerge();
  await writeFile(out, `${JSON.stringify({ setup, rows }, null, 1)}\n`);
  console.error(`${writer}: ${rows.at(-1)!.correct} of ${rows.at(-1)!.total}`);
}
close();
console.log(
  markdownTable(
    ["writer taught by", "edits", "held out", "lines an edit", "true"],
    rows.map((row) => [
      row.writer,
      String(row.examples),
      `${row.correct}/${row.total} = ${percent(row.correct / row.total)} [${row.interval?.map(percent).join(", ")}]`,
      row.lines.toFixed(1),
      row.trueShare === null ? "–" : percent(row.trueShare),
    ]),
  ),
);

/** The edits of round 1, by context in order. */
function firstRound({ settings }: Started): Judged[][] {
  const done = readDoneRounds(log);
  return Array.from({ length: settings.contextsPerRound }, (_, context) =>
    Array.from({ length: settings.samples }, (_, edit) => {
      const place = { round: 1, set: "training", context, edit } as const;
      const written = done.written(place);
      const score = done.rewarded(place);
      if (!written || !score) {
        const what = `Edit ${edit + 1} of context ${context + 1} was not judged yet.`;
        throw new PlaygroundError("bad-input", what, "Let the first round of the rl run end.");
      }
      const { correct, total, likelihood = null } = score;
      return { context, ...written, correct, total, likelihood };
    }),
  );
}

/** What a reward keeps of them, the best of each context; or all. */
function kept({ settings, taskSettings, contexts, task }: Started, writer: string): Judged[] {
  if (writer === "all") return judged.flat();
  const id = REWARDS.find((reward) => reward === writer);
  if (id === undefined) {
    throw new PlaygroundError(
      "bad-input",
      `There is no reward “${writer}”.`,
      `Name some of ${WRITERS.join(", ")}.`,
    );
  }
  const given = judged.map((edits, context) => {
    const exercise = findTask(task).open(contexts[context]!, taskSettings, model);
    const random = createRandom(settings.seed);
    return edits.map((edit, i) =>
      rewards[id](judgedOf(exercise, edit, edit), random.fork(`reward ${id} ${context} ${i}`)),
    );
  });
  const random = createRandom(settings.seed);
  const choices = chooseEdits(given, "best", (index) => random.fork(`ties of ${index}`));
  return choices.flatMap(({ kept }, context) => kept.map((edit) => judged[context]![edit]!));
}

/** Trains a writer on these edits and merges it; returns how many texts it was trained on. */
async function teach(
  writer: LanguageModel,
  { settings, taskSettings, contexts, task }: Started,
  edits: Judged[],
) {
  const sequences = edits.flatMap(({ context, samples }) =>
    findTask(task).open(contexts[context]!, taskSettings, writer).writerSequences(samples),
  );
  const seed = hashSeed(settings.seed, "writer of round 1");
  const { update } = await trainWriter(writer, sequences, settings.writer, seed, () => {});
  await mergeWriter(writer, update);
  return sequences.length;
}

/** The same seeds for every writer, so that they differ by what they learned. */
async function measure(
  writer: LanguageModel,
  { settings, heldOut, task }: Started,
): Promise<Omit<Row, "writer" | "examples">> {
  const edits: WrittenEdit[] = [];
  const scores: { correct: number; total: number }[] = [];
  for (const [context, given] of heldOut.entries()) {
    const exercise = findTask(task).open(given, measured, writer);
    const seed = hashSeed(settings.seed, `held-out context ${context}`);
    const [edit] = await sampleEdits(writer, exercise, 1, seed);
    edits.push(edit!);
    scores.push(await scoreEdit(writer, exercise, edit!.pieces, 1, seed));
  }
  const { lines, trueShare } = habitsOf(edits);
  const clusters = scores.map(({ correct, total }) => ({ sum: correct, count: total }));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  return {
    correct: sum(scores.map(({ correct }) => correct)),
    total: sum(scores.map(({ total }) => total)),
    interval: clusteredInterval(clusters) ?? null,
    byContext: scores.map(({ correct }) => correct),
    lines,
    trueShare,
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
