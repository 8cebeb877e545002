import type { TrainingSequence } from "../../../protocol/sequence.ts";
import type { TextModel } from "../../task.ts";
import { cellCount, type Grid, MAX_ROW, MAX_SIDE, sizeOf } from "../grid.ts";
import type { Pair, Puzzle } from "../puzzle.ts";
import { faultInGrid } from "../puzzleFault.ts";
import type { Question } from "../views/views.ts";
import type { Notation, ReadGrid } from "./notation.ts";
import { EDIT_LEAD, editRequest, readWrittenEdit } from "./writtenEdit.ts";

const TASK =
  "One rule turns every input grid below into its output grid. Each digit is a colour, each line a row. " +
  "The last output grid is to be found.";
/** A self-edit's JSON is half as long. */
const EDIT_TOKENS = 160;
/** Tokens of a chat's frame, of the task's words and of a self-edit that is asked for. */
const FRAME_TOKENS = 450;
const PAIR_TOKENS = 14;

/** A stretch of a training text, and whether its tokens count in the loss. */
interface Part {
  readonly text: string;
  readonly counts: boolean;
}

/** Behind an answer, in training. */
const END = "\n";

/**
 * For a language model, as in SEAL's few-shot experiment ([paper]): grids as lines of digits, all demonstrations in one
 * prompt. Puzzles are text to be continued, for chat models too: SmolLM2-135M wrote a grid for nine of ten puzzles so, and
 * for one of ten in its chat form. A self-edit is asked for in the chat form where there is one.
 */
export function textNotation(model: TextModel): Notation {
  const rows = digitRows(model);
  const shown = ({ input, output }: Pair) => `${asked(input)}${rows(output)}\n\n`;
  const asked = (input: Grid) => `Input:\n${rows(input)}\nOutput:\n`;
  const opening = `${model.startOfText}${TASK}\n\n`;
  const question = ({ demonstrations, input }: Question) =>
    opening + demonstrations.map(shown).join("") + asked(input);
  const answer = (output: Grid): Part => ({ text: rows(output) + END + model.endOfTurn, counts: true });

  return {
    limits: (pairs) => ({
      maxSide: MAX_SIDE,
      maxRow: MAX_ROW,
      maxCells: Math.floor(
        (model.info.maxPositions - FRAME_TOKENS - PAIR_TOKENS * pairs) / tokensPerCell(model),
      ),
    }),
    question,
    answerTokens: (puzzle) => Math.ceil(largestGrid(puzzle) * tokensPerCell(model)) + 4,
    stop: ["\n\n"],
    readAnswer: readDigits,
    answerSequence: (asking, output) =>
      encoded([{ text: question(asking), counts: false }, answer(output)], model),
    exampleSequence: ({ demonstrations, query }, strategy) => {
      const all = strategy === "train_using_all_tokens";
      const pairs = demonstrations.flatMap(({ input, output }, i) => [
        { text: asked(input), counts: all },
        { text: rows(output), counts: all || i > 0 },
        { text: "\n\n", counts: all },
      ]);
      const parts = [{ text: opening, counts: all }, ...pairs, { text: asked(query.input), counts: all }];
      return encoded([...parts, answer(query.output)], model);
    },
    editPrompt: (demonstrations) => {
      const request = editRequest(demonstrations.map(shown).join(""));
      const chat = model.renderChat([{ role: "user", content: request }]);
      return { prompt: (chat ?? `${model.startOfText}${request}\n\n`) + EDIT_LEAD, lead: EDIT_LEAD };
    },
    editTokens: EDIT_TOKENS,
    editStop: ["}}"],
    readEdit: readWrittenEdit,
  };
}

/** Neighbouring parts that count alike are encoded together, as the model would read them. */
function encoded(parts: readonly Part[], model: TextModel): TrainingSequence {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last?.counts === part.counts) joined[joined.length - 1] = { ...last, text: last.text + part.text };
    else joined.push(part);
  }
  const coded = joined.map(({ text, counts }) => ({ tokens: model.encode(text), counts }));
  return {
    tokens: coded.flatMap(({ tokens }) => tokens),
    lossMask: coded.flatMap(({ tokens, counts }) => tokens.map(() => counts)),
  };
}

/** Digits, what separates them, and the ends of rows of grids that are not very narrow. */
function tokensPerCell(model: TextModel): number {
  const grid = Array.from({ length: 4 }, () => [1, 2, 3, 4]);
  return model.encode(digitRows(model)(grid)).length / 16 + 0.1;
}

function largestGrid({ train, test }: Puzzle): number {
  const grids = [...train, ...test].flatMap(({ input, output }) => [input, output ?? input]);
  // Rows of one cell take a line each.
  return 2 * Math.max(...grids.map((grid) => cellCount(sizeOf(grid))));
}

/**
 * Grids as lines of digits. A tokenizer that joins digits gets spaces between them, so that every cell is a token of
 * its own.
 */
export function digitRows(model: TextModel): (grid: Grid) => string {
  const between = model.encode("123").length >= 3 ? "" : " ";
  return (grid) => grid.map((row) => row.join(between)).join("\n");
}

/** Digits with whatever models put between and around them: spaces, commas, bars, brackets, quotes. */
const ROW = /^[\s[(|"'`]*\d(?:[\s,|"']*\d)*[\s\])|,;"'`]*$/;

/**
 * The first grid in what a model wrote: its lines of digits, after a heading or a fence, up to the first other line.
 *
 * @returns the grid, or in one clause why there is none
 */
export function readDigits(text: string): ReadGrid {
  const rows: number[][] = [];
  // A list in one line, as Python prints it, is cut into rows.
  const lines = text.replace(/\]\s*,?\s*\[/g, "]\n[").split("\n");
  for (const line of lines) {
    if (ROW.test(line)) rows.push([...line.matchAll(/\d/g)].map(([digit]) => Number(digit)));
    else if (rows.length > 0) break;
  }
  if (rows.length === 0) return { fault: "it has no line of digits" };
  const fault = faultInGrid(rows);
  if (fault === null) return { grid: rows };
  const [row] = fault.path;
  return { fault: `its grid${row === undefined ? "" : `, row ${Number(row) + 1},`} ${fault.message}` };
}
