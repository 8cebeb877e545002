import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import type { LanguageModel } from "../src/nn/languageModel.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { createRandom, hashSeed } from "../src/protocol/random.ts";
import type { WriterUpdate } from "../src/protocol/writerUpdate.ts";
import type { RoundsBody } from "../src/runs/rounds/events.ts";
import { readDoneRounds } from "../src/seal/doneRounds.ts";
import { habitsOf } from "../src/seal/habits.ts";
import { type JudgedEdit, judgedEdits } from "../src/seal/judgeEdits.ts";
import { chooseEdits } from "../src/seal/keepRule.ts";
import { judgedOf, rewards } from "../src/seal/rewards.ts";
import { scoreEdit } from "../src/seal/scoreEdit.ts";
import { sampleEdits, type WrittenEdit } from "../src/seal/writeEdits.ts";
import { mergeWriter, trainWriter } from "../src/seal/writer.ts";
import { CommandLine, settingLines } from "../src/tasks/commands/commandLine.ts";
import { taskNamed } from "../src/tasks/commands/taskNamed.ts";
import { TASK_COMMANDS } from "../src/tasks/commands/tasks.ts";
import { findTask } from "../src/tasks/findTask.ts";
import type { Settings } from "../src/tasks/metadata.ts";
import { measure, runCommand } from "./command.ts";
import { isSame } from "./eventFile.ts";
import { readResultFile } from "./resultFile.ts";
import { type RewardsResult, type RewardsRow, rewardsResults, UNTAUGHT, WRITERS } from "./rewardsResult.ts";
import { readRl, type Started } from "./rlLog.ts";
import { runtimeSetup } from "./runtime.ts";

type Writer = RewardsRow["writer"];

interface Judged extends JudgedEdit {
  context: number;
}

const USAGE = `npm run rewards -- --rl <result of npm run rl> --json <out.json> [--task ${TASK_COMMANDS.map(({ id }) => id).join("|")}]
  [--writers ${WRITERS.join(",")}] [--model <embedded, id, .gguf or folder>] [--threads N]
  and, where the writers are to be measured otherwise than the rounds were, any setting of one edit:
${TASK_COMMANDS.map(({ words, fields }) => `  of ${words.many}:\n${settingLines(fields)}`).join("\n")}`;

/**
 * `npm run rewards`: what one round of the outer loop brings by each reward, all choosing among the very same edits, those
 * that the first round of an `npm run rl` has judged. Every reward trains a writer of its own, which then writes for the
 * held-out contexts, and each of these edits is trained on and tested. So rewards differ by what they choose alone, and
 * ten of them cost little more than one round. Interrupted, the same command goes on after the last writer that is done.
 */
runCommand(async (args) => {
  const task = taskNamed(args);
  const line = new CommandLine(args, {
    names: ["task", "rl", "json", "writers", "model", "threads"],
    settings: [{ fields: task.fields }],
    usage: USAGE,
  });
  const { started, log, writers } = await readRl(line.required("rl"));
  if (started.task !== task.id) throw line.mistake("rl", `is of the task ${started.task}: give --task too`);
  const written = task.settings.parse(started.taskSettings);
  const measured = task.settings.parse(line.settings(task.fields, written));
  const json = line.required("json");
  const wanted = line.someOf("writers", WRITERS) ?? WRITERS;
  const options = { model: line.model(task.ownModel), threads: line.whole("threads", 1), json };
  await measure(options, {
    async run(runtime) {
      const { model } = runtime;
      if (model.info.hash !== started.model.hash) {
        throw line.mistake("model", `is not the ${started.model.name} whose writer the rounds have taught`);
      }
      const setup = { ...runtimeSetup(runtime), task: task.id, rounds: started.settings, written, measured };
      const result = await begun(json, setup);
      const judged = firstRound(started, log);
      for (const writer of wanted.filter((id) => !result.rows.some((row) => row.writer === id))) {
        const examples = await teach(model, started, { writer, judged, updates: [...writers.values()] });
        result.rows.push({ writer, examples, ...(await scoresOf(model, started, measured)) });
        model.unmerge();
        await writeFile(json, `${JSON.stringify(result, null, 1)}\n`);
        console.error(`${writer}: done`);
      }
      return result;
    },
    table: (result) => rewardsResults.table([result]),
  });
});

/** What an earlier call has measured of the same. */
async function begun(json: string, setup: RewardsResult["setup"]): Promise<RewardsResult> {
  const empty: RewardsResult = { format: "self-edit-playground/rewards", version: 1, setup, rows: [] };
  if (!existsSync(json)) return empty;
  const earlier = await readResultFile(json, rewardsResults);
  if (isSame(earlier.setup, setup)) return earlier;
  const message = `${json} holds something else than this comparison.`;
  throw new PlaygroundError("bad-input", message, "Name another file, or delete it.");
}

/** The edits of round 1, by context in order. */
function firstRound({ settings }: Started, log: readonly RoundsBody[]): Judged[][] {
  const done = readDoneRounds(log);
  return Array.from({ length: settings.contextsPerRound }, (_, context) => {
    const edits = judgedEdits(done.told({ round: 1, set: "training", context }));
    if (edits.length < settings.samples) {
      const what = `Of context ${context + 1} ${edits.length} edits of ${settings.samples} were judged yet.`;
      throw new PlaygroundError("bad-input", what, "Let the first round of the rl run end.");
    }
    return edits.map((edit) => ({ ...edit, context }));
  });
}

interface Lesson {
  writer: Writer;
  judged: Judged[][];
  /** Of the rounds, in order. */
  updates: readonly WriterUpdate[];
}

/** Merges what the writer learns into the model; returns how many texts it was trained on. */
async function teach(model: LanguageModel, started: Started, lesson: Lesson): Promise<number | null> {
  const { writer, judged, updates } = lesson;
  if (writer === UNTAUGHT) return 0;
  if (writer === "rounds") {
    for (const update of updates) await mergeWriter(model, update);
    return null;
  }
  const { settings, taskSettings, contexts, task } = started;
  const edits = writer === "all" ? judged.flat() : kept(model, started, { reward: writer, judged });
  const sequences = edits.flatMap(({ context, samples }) =>
    findTask(task).open(contexts[context]!, taskSettings, model).writerSequences(samples),
  );
  const seed = hashSeed(settings.seed, "writer of round 1");
  const { update } = await trainWriter(model, sequences, settings.writer, seed, () => {});
  await mergeWriter(model, update);
  return sequences.length;
}

/** What a reward keeps of them, the best of each context. */
function kept(
  model: LanguageModel,
  { settings, taskSettings, contexts, task }: Started,
  { reward, judged }: { reward: keyof typeof rewards; judged: Judged[][] },
): Judged[] {
  const random = createRandom(settings.seed);
  const given = judged.map((edits, context) => {
    const exercise = findTask(task).open(contexts[context]!, taskSettings, model);
    return edits.map((edit, i) =>
      rewards[reward](judgedOf(exercise, edit, edit), random.fork(`reward ${reward} ${context} ${i}`)),
    );
  });
  const choices = chooseEdits(given, "best", (index) => random.fork(`ties of ${index}`));
  return choices.flatMap(({ kept }, context) => kept.map((edit) => judged[context]![edit]!));
}

/** On the held-out contexts, with the same seeds for every writer, so that they differ by what they learned. */
async function scoresOf(
  model: LanguageModel,
  { settings, heldOut, task }: Started,
  measured: Settings,
): Promise<Pick<RewardsRow, "scores" | "lines" | "trueShare">> {
  const edits: WrittenEdit[] = [];
  const scores: RewardsRow["scores"] = [];
  for (const [context, given] of heldOut.entries()) {
    const exercise = findTask(task).open(given, measured, model);
    const seed = hashSeed(settings.seed, `held-out context ${context}`);
    const [edit] = await sampleEdits(model, exercise, 1, seed);
    edits.push(edit!);
    const { correct, total } = await scoreEdit(model, exercise, edit!.pieces, 1, seed);
    scores.push({ correct, total });
  }
  const { lines, trueShare } = habitsOf(edits);
  return { scores, lines, trueShare };
}
