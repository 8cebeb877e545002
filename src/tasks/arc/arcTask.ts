import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { createRandom, hashSeed } from "../../protocol/random.ts";
import type { Condition, Piece } from "../../protocol/run.ts";
import type { Exercise, Rehearsal, Task, TestingPlan, TextModel, TrainingPlan } from "../task.ts";
import { validated } from "../validated.ts";
import { judgeAnswers } from "./arcAnswer.ts";
import { type ArcContext, arcContextSchema } from "./arcContext.ts";
import { editOf, judgedPiece, pieceOf, reviewedPiece } from "./arcPieces.ts";
import { arcProbes } from "./arcProbes.ts";
import { type ArcSettings, arcSettingsSchema } from "./metadata.ts";
import { continuation } from "./notation/arcSequences.ts";
import { checkSize, readsGrids } from "./notation/gridLimits.ts";
import type { Notation } from "./notation/notation.ts";
import { notationOf } from "./notation/notationOf.ts";
import { excessOf, isScored, type Puzzle, type PuzzleLimits } from "./puzzle.ts";
import { drawSelfEdit, formatSelfEdit, parseSelfEdit, type SelfEdit } from "./selfEdit.ts";
import { BATCH_SIZE, checkSteps, MAX_EXAMPLES, MAX_TRAINING_CELLS, stepsOf } from "./trainingLimits.ts";
import { trainingMaterial } from "./trainingMaterial.ts";
import { buildTrainingSet, type TrainingExample, type TrainingSet } from "./views/augment.ts";
import { ALL_VIEWS, questionIn, VIEWS, type View } from "./views/views.ts";

/**
 * SEAL's few-shot learning ([paper], ARC): the model reads a puzzle's demonstrations, writes a configuration, trains on
 * them by it, and answers the test inputs. All demonstrations are in the prompt before and after; "untouched" is
 * the model in context.
 */
export const arcTask: Task = {
  id: "arc",
  open: (context, settings, model) =>
    exerciseOf(
      validated(arcContextSchema, context, "puzzle"),
      validated(arcSettingsSchema, settings, "setting"),
      model,
    ),
  probes: (model) => (readsGrids(model) ? arcProbes(model) : null),
  files: async () => (await import("./import/readPuzzleFiles.ts")).puzzleFiles,
};

/** A seed of its own for every puzzle: with one for all, the edits of a set would come of the same draws. */
function seedOf({ puzzle }: ArcContext, { seed }: ArcSettings): number {
  return hashSeed(seed, JSON.stringify(puzzle));
}

/** Every weight at the rate of a low-rank adapter would forget at once what the model knows. */
const FULL_RATE = 0.1;

function exerciseOf(context: ArcContext, given: ArcSettings, model: TextModel): Exercise {
  const { name, puzzle } = context;
  const settings = { ...given, seed: seedOf(context, given) };
  const notation = notationOf(model);
  const limits = notation.limits(puzzle.train.length + 1);
  checkSize(name, puzzle, limits, model);
  const asked = questionsOf(puzzle, settings, limits, notation);
  const editPrompt = notation.editPrompt(puzzle.train);

  return {
    seed: settings.seed,
    warnings: isScored(puzzle)
      ? []
      : ["The answer of a test input is not given: it is predicted, but cannot be right."],
    untrained: ["untouched"],
    trained: ["self-edit", "best-fixed", "random"],
    // Solved is a puzzle whose test inputs are all answered: one item, many prompts.
    items: [{}],
    lora: { rank: settings.loraRank, alpha: settings.loraAlpha, targets: settings.targets },
    edits: 1,
    writing: {
      prompts: [editPrompt],
      samples: 1,
      temperature: settings.temperature,
      topP: settings.topP,
      maxTokens: notation.editTokens,
      stop: notation.editStop,
    },
    expectedEdit: () => ({
      pieces: [{ id: "edit", text: formatSelfEdit(usualEdit(settings)), kept: true }],
      sampleTokens: notation.editTokens,
    }),
    parse: (samples) => samples.map((sample) => judgedPiece(pieceOf(sample, notation), context.symmetries)),
    review: (pieces) => pieces.map((piece) => judgedPiece(reviewedPiece(piece), context.symmetries)),
    // An invalid edit is no mistake of the run: nothing is trained, and the puzzle is scored as it stands ([paper]).
    checkEdit: () => {},
    training: (condition, pieces, chosen = pieces) => {
      const plan = planOf(
        editUnder(condition, chosen, context, settings, limits),
        puzzle,
        settings,
        limits,
        notation,
      );
      return condition === "full-fine-tuning"
        ? { ...plan, full: true, learningRate: plan.learningRate * FULL_RATE }
        : plan;
    },
    rehearsal: (pieces) => rehearsalOf(pieces, puzzle, settings, limits, notation),
    writerSequences: (samples) =>
      samples.map(({ text }) =>
        continuation(editPrompt.prompt, text.slice(editPrompt.lead.length) + model.endOfTurn, model),
      ),
    rightAnswers: () =>
      puzzle.test.flatMap(({ input, output }) =>
        output === null ? [] : [[notation.answerSequence({ demonstrations: puzzle.train, input }, output)]],
      ),
    testing: () => testingPlan(asked, notation.answerTokens(puzzle), notation.stop, model),
    judge: (_, outputs, scores = []) =>
      judgeAnswers(
        puzzle,
        asked.map(({ test, view }, i) => ({ test, view, text: outputs[i] ?? "", score: scores[i] ?? 0 })),
        notation,
      ),
  };
}

interface Asked {
  readonly test: number;
  readonly view: View;
  readonly prompt: string;
}

/** Every test input in every view that the model can read; a long row, for example, cannot be turned. */
function questionsOf(
  puzzle: Puzzle,
  settings: ArcSettings,
  limits: PuzzleLimits,
  notation: Notation,
): Asked[] {
  const views = { one: VIEWS.slice(0, 1), five: VIEWS, eight: ALL_VIEWS }[settings.views];
  return puzzle.test.flatMap(({ input }, test) =>
    views.flatMap((view) => {
      const question = questionIn(view, { demonstrations: puzzle.train, input });
      const seen = { train: question.demonstrations, test: [{ input: question.input, output: null }] };
      return excessOf(seen, limits) === null ? [{ test, view, prompt: notation.question(question) }] : [];
    }),
  );
}

function testingPlan(
  asked: readonly Asked[],
  answerTokens: number,
  stop: readonly string[],
  model: TextModel,
): TestingPlan {
  const longest = Math.max(...asked.map(({ prompt }) => model.encode(prompt).length));
  return {
    prompts: asked.map(({ prompt }) => ({ item: 0, prompt })),
    maxTokens: Math.min(model.info.maxPositions - longest, answerTokens),
    stop,
  };
}

/** @returns the configuration, or why there is none to train by */
function editUnder(
  condition: Condition,
  pieces: readonly Piece[],
  context: ArcContext,
  settings: ArcSettings,
  limits: PuzzleLimits,
): SelfEdit | PlaygroundError {
  const { symmetries } = context;
  const fixed = () => parseSelfEdit(settings.fixedEdit);
  switch (condition) {
    case "self-edit":
      return (
        editOf(pieces) ?? new PlaygroundError("bad-input", pieces[0]?.note ?? "There is no self-edit.", "")
      );
    case "best-of-5":
      return editOf(pieces) ?? new PlaygroundError("bad-input", "None of the five edits is valid.", "");
    case "random":
      return randomEdit(context, settings, limits);
    case "best-fixed":
    case "full-fine-tuning":
      return fixed();
    case "oracle": {
      if (symmetries === undefined)
        throw unsupported("the oracle", "The symmetries of its rule are not known.");
      const { data_generation, training } = fixed();
      return { data_generation: { ...data_generation, pair_symmetries: [...symmetries] }, training };
    }
    default:
      throw unsupported(`the condition “${condition}”`, "");
  }
}

/** Draws from which one that can be run is taken; nearly always one of the first few is. */
const MOST_DRAWS = 100;

/** Writers choose from next to no training to more than the fixed edit's; halfway is half as many epochs. */
function usualEdit({ fixedEdit }: ArcSettings): SelfEdit {
  const { data_generation, training } = parseSelfEdit(fixedEdit);
  const epochs = Math.max(1, Math.round(training.num_train_epochs / 2));
  return { data_generation, training: { ...training, num_train_epochs: epochs } };
}

/** A valid edit drawn uniformly from those of the menu that can be run on the puzzle. */
function randomEdit(
  { puzzle }: ArcContext,
  settings: ArcSettings,
  limits: PuzzleLimits,
): SelfEdit | PlaygroundError {
  const random = createRandom(settings.seed).fork("random edit");
  let refusal: PlaygroundError | null = null;
  for (let i = 0; i < MOST_DRAWS; i++) {
    const edit = drawSelfEdit(random);
    refusal = refusalOf(edit, puzzle, settings, limits);
    if (refusal === null) return edit;
  }
  return refusal ?? drawSelfEdit(random);
}

/** Why an edit cannot be run on a puzzle; null where it can. */
function refusalOf(
  edit: SelfEdit,
  puzzle: Puzzle,
  settings: ArcSettings,
  limits: PuzzleLimits,
): PlaygroundError | null {
  try {
    trainingSetOf(edit, puzzle, settings, limits);
    return null;
  } catch (error) {
    if (error instanceof PlaygroundError) return error;
    throw error;
  }
}

/** @throws PlaygroundError "bad-input" where nothing is left to train on, or it would take too many steps */
function trainingSetOf(
  { data_generation, training }: SelfEdit,
  puzzle: Puzzle,
  { seed }: ArcSettings,
  limits: PuzzleLimits,
): TrainingSet {
  const random = createRandom(seed).fork("training set");
  const set = buildTrainingSet(puzzle.train, data_generation, random, {
    ...limits,
    maxExamples: MAX_EXAMPLES,
    maxTrainingCells: MAX_TRAINING_CELLS,
  });
  checkSteps(set.examples.length, training.num_train_epochs);
  return set;
}

/**
 * The training set that an edit makes. An edit that cannot be run (invalid, too many steps, nothing left) trains
 * nothing, and its puzzle is scored with the model as it stands ([paper]).
 */
function planOf(
  edit: SelfEdit | PlaygroundError,
  puzzle: Puzzle,
  settings: ArcSettings,
  limits: PuzzleLimits,
  notation: Notation,
): TrainingPlan {
  const common = {
    batchSize: BATCH_SIZE,
    schedule: settings.schedule,
    warmupSteps: settings.warmupSteps,
    weightDecay: settings.weightDecay,
    maxGradNorm: settings.maxGradNorm,
    rateIsEdits: true,
  };
  const nothing = ({ message }: PlaygroundError): TrainingPlan => ({
    ...common,
    sequences: [],
    steps: 0,
    learningRate: 0,
    warnings: [message],
  });
  if (edit instanceof PlaygroundError) return nothing(edit);
  const { learning_rate, num_train_epochs, strategy } = edit.training;
  try {
    const set = trainingSetOf(edit, puzzle, settings, limits);
    const { examples } = set;
    return {
      ...common,
      sequences: examples.map((example) => notation.exampleSequence(example, strategy)),
      steps: stepsOf(examples.length, num_train_epochs),
      batchSize: Math.min(BATCH_SIZE, examples.length),
      learningRate: learning_rate,
      warnings: [],
      material: trainingMaterial(edit, set),
      examined: examinedOf(examples),
    };
  } catch (error) {
    if (error instanceof PlaygroundError) return nothing(error);
    throw error;
  }
}

/** Most examples whose loss is told before and after: as long as reading a few puzzles. */
const MOST_EXAMINED = 12;

/** Of every way to make examples one for each demonstration that is asked, those in turn; as places among them. */
function examinedOf(examples: readonly TrainingExample[]): number[] {
  const byOrigin = new Map<string, Map<number, number>>();
  for (const [place, { origin, source }] of examples.entries()) {
    const places = byOrigin.get(origin) ?? new Map<number, number>();
    if (!places.has(source.query)) byOrigin.set(origin, places.set(source.query, place));
  }
  const lists = [...byOrigin.values()].map((places) => [...places.values()]);
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, i) => lists.flatMap((places) => places[i] ?? []));
  return inTurn
    .flat()
    .slice(0, MOST_EXAMINED)
    .sort((a, b) => a - b);
}

/** The last demonstration is held back and asked, as a test input will be; two must be left to train on. */
function rehearsalOf(
  pieces: readonly Piece[],
  puzzle: Puzzle,
  settings: ArcSettings,
  limits: PuzzleLimits,
  notation: Notation,
): Rehearsal | null {
  const [shown, last] = [puzzle.train.slice(0, -1), puzzle.train.at(-1)];
  if (last === undefined || shown.length < 2) return null;
  const edit = editOf(pieces);
  // What could not be run on the whole puzzle is no candidate, whatever it does for a part.
  if (edit === null || refusalOf(edit, puzzle, settings, limits) !== null) return null;
  return {
    plan: planOf(edit, { ...puzzle, train: shown }, settings, limits, notation),
    heldBack: [notation.answerSequence({ demonstrations: shown, input: last.input }, last.output)],
  };
}

function unsupported(what: string, why: string): PlaygroundError {
  return new PlaygroundError(
    "unsupported",
    `This puzzle cannot be trained under ${what}. ${why}`.trim(),
    "Choose among: self-edit, best-fixed, random, best-of-5, full-fine-tuning, and for puzzles of our own making oracle.",
  );
}
