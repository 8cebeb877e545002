import type { TrainingSequence } from "../../../protocol/sequence.ts";
import type { WritingPrompt } from "../../task.ts";
import type { Grid } from "../grid.ts";
import type { Pair, Puzzle, PuzzleLimits } from "../puzzle.ts";
import type { SelfEdit } from "../selfEdit.ts";
import type { TrainingExample } from "../views/augment.ts";
import type { Question } from "../views/views.ts";

/** How puzzles are put to a model, and how what it writes is read: in tokens of grids, or as digits in a text. */
export interface Notation {
  /**
   * What the model can read.
   *
   * @param pairs of the puzzle, the asked one among them
   */
  limits(pairs: number): PuzzleLimits;
  /** Demonstrations and an input: the answer follows. */
  question(question: Question): string;
  /** As many tokens as any answer to the puzzle should need. */
  answerTokens(puzzle: Puzzle): number;
  /** Where an answer ends besides the end of the turn. */
  readonly stop: readonly string[];
  readAnswer(text: string): ReadGrid;
  /** A question with its answer, of which alone the tokens count. */
  answerSequence(question: Question, output: Grid): TrainingSequence;
  /**
   * One example of a training set as tokens. With "train_using_output_tokens" the loss counts the outputs from the
   * second pair on, the query's among them (the first shows nothing yet from which its output could follow); with
   * "train_using_all_tokens" everything.
   */
  exampleSequence(example: TrainingExample, strategy: SelfEdit["training"]["strategy"]): TrainingSequence;
  /** Asks for a self-edit. */
  editPrompt(demonstrations: readonly Pair[]): WritingPrompt;
  readonly editTokens: number;
  readonly editStop: readonly string[];
  /** @param text with the prompt's lead */
  readEdit(text: string): ReadEdit;
}

/** A grid, or in one clause why there is none. */
export type ReadGrid = { grid: Grid } | { fault: string };
/** A configuration, perhaps with what had to be assumed, or in one clause why there is none. */
export type ReadEdit = { edit: SelfEdit; note?: string } | { fault: string };
