import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { nodeCheckpointFiles } from "../scripts/nodeFileSource.ts";
import { taughtWriterFor } from "../src/app/versions/taughtWriters.ts";
import { readPeftAdapter } from "../src/checkpoints/peft/peftAdapter.ts";
import { createRandom, hashSeed } from "../src/protocol/random.ts";
import type { Piece } from "../src/protocol/run.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { scoreEdit } from "../src/seal/scoreEdit.ts";
import { sampleEdits } from "../src/seal/writeEdits.ts";
import { mergeWriter } from "../src/seal/writer.ts";
import { CommandLine } from "../src/tasks/commands/commandLine.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import { roundsPassages } from "../src/tasks/knowledge/generatePassage.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import { EMBEDDED_MODEL_ID, KNOWLEDGE_PRESETS, type Passage } from "../src/tasks/knowledge/metadata.ts";
import { editLine } from "../src/tasks/knowledge/world/edit.ts";
import { judgeLine } from "../src/tasks/knowledge/world/judge.ts";
import { answerLine, parseLine } from "../src/tasks/knowledge/world/layout.ts";
import { readWorldPassage } from "../src/tasks/knowledge/world/readPassage.ts";
import { runCommand } from "./command.ts";
import { startRuntime } from "./runtime.ts";
import { gainOver, pointsText, shareText } from "./shares.ts";

const USAGE = "npx tsx experiments/oracleGap.ts --json <out.json> [--contexts N] [--seed S]";

/** What is asked of a fact: itself, or what follows from it. */
const ASKED = ["question", "implied-question"] as const;

/** An edit, mended further from one to the next. */
const STAGES = [
  "as written",
  "without its false lines",
  "and what no line asks directly",
  "and what no line asks as implied",
  "its true questions alone, and those",
  "the oracle's edit",
] as const;

/**
 * What keeps the taught writer's edits from the oracle's, by cause: each edit is mended step by step, and each step is
 * trained on and tested with the same number of optimiser steps. The passages are those that `npm run rl` holds out.
 */
runCommand(async (args) => {
  const line = new CommandLine(args, { names: ["json", "contexts", "seed"], usage: USAGE });
  const json = line.required("json");
  const contexts = line.whole("contexts", 1) ?? 20;
  const seed = line.whole("seed", 0) ?? 2;
  const { model, close } = await startRuntime({ model: EMBEDDED_MODEL_ID, threads: 1 });
  const files = await nodeCheckpointFiles(dirname(`public/${taughtWriterFor(model.info.hash)!.files[0]}`));
  const taught = await readPeftAdapter(files);
  const { settings } = KNOWLEDGE_PRESETS.find(({ model: own }) => own === EMBEDDED_MODEL_ID)!;
  const passages = roundsPassages(seed, 45, contexts).heldOut;
  const writers = [];
  for (const writer of ["untaught", "taught"]) {
    if (writer === "taught") await mergeWriter(model, taught);
    const edits = [];
    for (const [context, passage] of passages.entries()) {
      const exercise = knowledgeTask.open(toJson(passage), toJson(settings), model);
      const own = hashSeed(seed, `held-out context ${context}`);
      const [edit] = await sampleEdits(model, exercise, 1, own);
      const { samples, pieces } = edit!;
      const correct: number[] = [];
      for (const stage of stagesOf(pieces, passage, own)) {
        correct.push((await scoreEdit(model, exercise, stage, 1, own)).correct);
      }
      edits.push({ correct, total: exercise.items.length, ...faultsOf(pieces, passage, samples) });
      console.error(`${writer}, passage ${context + 1} of ${contexts}: ${correct.join(" ")}`);
    }
    writers.push({ writer, edits });
  }
  close();
  await writeFile(
    json,
    `${JSON.stringify({ setup: { model: model.info.hash, contexts, seed }, stages: STAGES, writers }, null, 1)}\n`,
  );
  for (const { writer, edits } of writers) {
    const clusters = STAGES.map((_, i) =>
      edits.map(({ correct, total }) => ({ sum: correct[i]!, count: total })),
    );
    const rows = STAGES.map((stage, i) => {
      const before = clusters[i - 1];
      return [stage, shareText(clusters[i]!), before ? pointsText(gainOver(clusters[i]!, before)) : ""];
    });
    console.log(`${markdownTable([`${writer} writer`, "right answers", "points"], rows)}\n`);
    const sum = (of: (edit: (typeof edits)[number]) => number) =>
      edits.reduce((all, edit) => all + of(edit), 0);
    console.log(
      `Of ${sum((edit) => edit.lines)} lines ${sum((edit) => edit.repeated)} repeat another, ${sum((edit) => edit.false)} are false and kept; ` +
        `${sum((edit) => edit.cutOff)} of ${sum((edit) => edit.samples)} samples were cut off; of ${sum((edit) => edit.askable)} questions ${sum((edit) => edit.asked)} are asked.\n`,
    );
  }
});

const isKept = ({ kept }: Piece) => kept;

function stagesOf(pieces: readonly Piece[], passage: Passage, seed: number): Piece[][] {
  const world = readWorldPassage(passage.text)!;
  const random = createRandom(seed).fork("oracle");
  const oracle = world.facts.flatMap((fact) =>
    ASKED.flatMap((kind): { kind: string; isAsked: boolean; piece: Piece }[] => {
      const written = editLine(fact, kind, random);
      const parsed = written === null ? null : parseLine(written);
      if (parsed === null || !("question" in parsed)) return [];
      const { question, answer } = parsed;
      const isAsked = pieces.some(
        (one) =>
          isKept(one) && asks(one, kind) && judgeLine(lineOf(one), { ...world, facts: [fact] }) === "true",
      );
      const id = `o ${fact.subject} ${fact.relation} ${kind}`;
      return [{ kind, isAsked, piece: { id, text: `${question} ${answer}`, question, answer, kept: true } }];
    }),
  );
  const missing = (kind: string) =>
    oracle.filter((one) => one.kind === kind && !one.isAsked).map(({ piece }) => piece);
  const isTrue = pieces.filter((piece) => piece.truth !== "false");
  const direct = [...isTrue, ...missing("question")];
  const both = [...direct, ...missing("implied-question")];
  const questions = both.filter(
    ({ question, truth }) => question !== undefined && (truth === undefined || truth === "true"),
  );
  return [[...pieces], isTrue, direct, both, questions, oracle.map(({ piece }) => piece)];
}

function asks({ question, kind }: Piece, wanted: string): boolean {
  return question !== undefined && kind === wanted;
}

function lineOf({ question, answer }: Piece): string {
  return answerLine(question ?? "", answer ?? "");
}

/** What else is wrong with an edit, in numbers. */
function faultsOf(pieces: readonly Piece[], passage: Passage, samples: readonly { cutOff: boolean }[]) {
  const world = readWorldPassage(passage.text)!;
  const askable = world.facts.flatMap((fact) => ASKED.map((kind) => ({ fact, kind })));
  const asked = askable.filter(({ fact, kind }) =>
    pieces.some(
      (one) =>
        isKept(one) && asks(one, kind) && judgeLine(lineOf(one), { ...world, facts: [fact] }) === "true",
    ),
  );
  return {
    lines: pieces.length,
    repeated: pieces.filter(({ note }) => note?.startsWith("repeats")).length,
    false: pieces.filter((piece) => isKept(piece) && piece.truth === "false").length,
    cutOff: samples.filter(({ cutOff }) => cutOff).length,
    samples: samples.length,
    askable: askable.length,
    asked: asked.length,
  };
}
