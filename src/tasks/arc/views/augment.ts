import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import type { Random } from "../../../protocol/random.ts";
import { gridKey, sameGrid } from "../grid.ts";
import { cellsOf, isWithin, type Pair, type Puzzle } from "../puzzle.ts";
import type { SelfEdit } from "../selfEdit.ts";
import type { TrainingLimits } from "../trainingLimits.ts";
import { isAugmented, taskAugmentations } from "./augmentations.ts";
import { drawCombined } from "./symmetry.ts";
import { drawPermutation, permuteColours, type Transform } from "./transforms.ts";

/** Demonstrations to read and one pair to answer. */
export interface TrainingExample {
  readonly demonstrations: readonly Pair[];
  readonly query: Pair;
  /** What was done to the puzzle's own pairs, for people: "as it is", "rotate 90°, colours permuted". */
  readonly origin: string;
  /** Which of the puzzle's demonstrations each pair was made from, counted from 0. */
  readonly source: { readonly query: number; readonly demonstrations: readonly number[] };
}

export interface TrainingSet {
  readonly examples: readonly TrainingExample[];
  /** Examples left out, by reason. */
  readonly dropped: { readonly tooLarge: number; readonly repeated: number; readonly overCap: number };
}

/** Copies of each plain example in which every pair is transformed on its own. */
const PAIR_COPIES = 4;

/**
 * The training set that a self-edit makes of a puzzle's demonstrations: each in turn is the query, with all
 * others and with all but one of them as its context, plain and augmented. Test pairs are no
 * argument, so no answer that will be asked for can get in; nor does an example show its own query.
 *
 * @throws PlaygroundError "bad-input" where nothing is left to train on
 */
export function buildTrainingSet(
  demonstrations: Puzzle["train"],
  edit: SelfEdit["data_generation"],
  random: Random,
  limits: TrainingLimits,
): TrainingSet {
  const plain = leaveOneOut(demonstrations, random);
  const made = [
    ...plain,
    ...pairCopies(plain, edit, random),
    ...taskAugmentations(edit, random).flatMap(({ name, apply }) =>
      plain.map((example) => transformed(example, name, () => apply)),
    ),
  ];
  if (isAugmented(edit)) made.push(...made.map((example) => recoloured(example, random)));
  const unlike = withoutRepeats(made);
  const readable = unlike.filter((example) => isReadable(example, limits));
  if (readable.length === 0) throw nothingLeft(demonstrations, unlike, limits);
  const examples = capped(readable, limits, random);
  return {
    examples,
    dropped: {
      repeated: made.length - unlike.length,
      tooLarge: unlike.length - readable.length,
      overCap: readable.length - examples.length,
    },
  };
}

/** Demonstrations that repeat another one are left out: they would show their query's answer. */
function leaveOneOut(pairs: readonly Pair[], random: Random): TrainingExample[] {
  const first = (pair: Pair) => pairs.findIndex(({ input }) => sameGrid(input, pair.input));
  const indices = pairs.flatMap((pair, i) => (first(pair) === i ? [i] : []));
  return indices.flatMap((query) => {
    const others = indices.filter((i) => i !== query);
    const smaller = others.length > 1 ? others.map((left) => others.filter((i) => i !== left)) : [];
    return [others, ...smaller].flatMap((context) => {
      const chosen = random.shuffle(context);
      if (chosen.length === 0) return [];
      return [
        {
          demonstrations: chosen.map((i) => pairs[i]!),
          query: pairs[query]!,
          origin: "as it is",
          source: { query, demonstrations: chosen },
        },
      ];
    });
  });
}

function pairCopies(
  plain: readonly TrainingExample[],
  { pair_symmetries }: SelfEdit["data_generation"],
  random: Random,
): TrainingExample[] {
  if (pair_symmetries.length === 0) return [];
  const origin = `each pair on its own: ${pair_symmetries.map((name) => name.replaceAll("_", " ")).join(", ")}`;
  return plain.flatMap((example) =>
    Array.from({ length: PAIR_COPIES }, () =>
      transformed(example, origin, () => drawCombined(pair_symmetries, random)),
    ),
  );
}

/** The example with every pair transformed: `next` gives the transform of each pair in turn. */
function transformed(example: TrainingExample, origin: string, next: () => Transform): TrainingExample {
  const change = ({ input, output }: Pair): Pair => {
    const apply = next();
    return { input: apply(input), output: apply(output) };
  };
  return {
    ...example,
    origin,
    demonstrations: example.demonstrations.map(change),
    query: change(example.query),
  };
}

/** One more copy in other colours, its demonstrations in another order. */
function recoloured(example: TrainingExample, random: Random): TrainingExample {
  const { apply } = permuteColours(drawPermutation(random));
  const order = random.shuffle(example.demonstrations.map((_, i) => i));
  const copy = transformed(example, `${example.origin}, colours permuted`, () => apply);
  return {
    ...copy,
    demonstrations: order.map((i) => copy.demonstrations[i]!),
    source: { ...copy.source, demonstrations: order.map((i) => copy.source.demonstrations[i]!) },
  };
}

/**
 * Without examples that equal an earlier one, and without those that show their query among the demonstrations:
 * two pairs transformed on their own can become the same.
 */
function withoutRepeats(examples: readonly TrainingExample[]): TrainingExample[] {
  const seen = new Set<string>();
  return examples.filter(({ demonstrations, query }) => {
    if (demonstrations.some(({ input }) => sameGrid(input, query.input))) return false;
    const key = [...demonstrations, query]
      .map(({ input, output }) => `${gridKey(input)}>${gridKey(output)}`)
      .join(" ");
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function isReadable({ demonstrations, query }: TrainingExample, limits: TrainingLimits): boolean {
  return isWithin({ train: demonstrations, test: [query] }, limits);
}

/**
 * As many as may be, by their number and by their cells. Plain examples are kept first; of the others, which ones is
 * a matter of chance.
 */
function capped(
  examples: readonly TrainingExample[],
  { maxExamples, maxTrainingCells }: TrainingLimits,
  random: Random,
): TrainingExample[] {
  if (examples.length <= maxExamples && cellsIn(examples) <= maxTrainingCells) return [...examples];
  const isPlain = ({ origin }: TrainingExample) => origin === "as it is";
  const others = random.shuffle(examples.filter((example) => !isPlain(example)));
  const kept: TrainingExample[] = [];
  let cells = 0;
  for (const example of [...examples.filter(isPlain), ...others].slice(0, maxExamples)) {
    cells += cellsIn([example]);
    if (cells > maxTrainingCells) break;
    kept.push(example);
  }
  return kept;
}

function cellsIn(examples: readonly TrainingExample[]): number {
  return examples.reduce(
    (sum, { demonstrations, query }) => sum + cellsOf({ train: demonstrations, test: [query] }),
    0,
  );
}

/** Demonstrations of which no two have different inputs. */
function tooFew(count: number): string {
  if (count === 0) return "no demonstration";
  return count === 1 ? "only one demonstration" : `${count} demonstrations, all with the same input`;
}

function nothingLeft(
  demonstrations: readonly Pair[],
  made: readonly TrainingExample[],
  { maxSide, maxCells }: TrainingLimits,
): PlaygroundError {
  const different = new Set(demonstrations.map(({ input }) => gridKey(input))).size;
  if (different < 2) {
    return new PlaygroundError(
      "bad-input",
      `The puzzle has ${tooFew(demonstrations.length)}, and making training ` +
        "examples takes two different ones: one to ask, one to learn the rule from.",
      "Add a demonstration with another input; without training the puzzle can still be scored.",
    );
  }
  return new PlaygroundError(
    "bad-input",
    `None of the ${made.length} training examples made from the puzzle can be read by the model: all exceed ` +
      `${maxSide} cells on a side or ${maxCells} cells in all.`,
    "Choose a model that reads larger puzzles, or a smaller puzzle.",
  );
}
