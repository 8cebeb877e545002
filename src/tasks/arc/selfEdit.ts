import { PlaygroundError } from "../../protocol/playgroundError.ts";
import type { Random } from "../../protocol/random.ts";
import { z } from "../../protocol/zod.ts";
import { PAIR_SYMMETRIES } from "./views/pairSymmetries.ts";

/** The range of learning rates and epochs that can be run at all. */
const LEARNING_RATES = { least: 1e-6, most: 0.1 };
const EPOCHS = { least: 1, most: 50 };

const unknownKeys = (allowed: readonly string[]) => (issue: { code?: string | undefined; keys?: string[] }) =>
  issue.code === "unrecognized_keys"
    ? `holds “${issue.keys?.join("”, “")}”, which is not known; known are ${allowed.join(", ")}`
    : "is not an object";

const yesOrNo = z.boolean({ error: "is neither true nor false" });
const generation = {
  use_basic_augmentations: yesOrNo,
  use_size_augmentations: yesOrNo,
  use_chain_augmentations: yesOrNo,
  use_repeat_augmentations: yesOrNo,
  /** What the model asserts about the rule; ours, not the paper's. In the order of the menu, each once. */
  pair_symmetries: z.pipe(
    z._default(
      z.array(z.enum(PAIR_SYMMETRIES, { error: `is not one of ${PAIR_SYMMETRIES.join(", ")}` }), {
        error: "is not a list",
      }),
      [],
    ),
    z.transform((named) => PAIR_SYMMETRIES.filter((symmetry) => named.includes(symmetry))),
  ),
};

export const STRATEGIES = ["train_using_all_tokens", "train_using_output_tokens"] as const;

const between = ({ least, most }: { least: number; most: number }, what: string) =>
  `is not ${what} from ${least} to ${most}`;
const rate = { error: between(LEARNING_RATES, "a number") };
const epochs = { error: between(EPOCHS, "a whole number") };
const training = {
  strategy: z.enum(STRATEGIES, { error: `is not one of ${STRATEGIES.join(", ")}` }),
  learning_rate: z
    .number(rate)
    .check(z.minimum(LEARNING_RATES.least, rate), z.maximum(LEARNING_RATES.most, rate)),
  num_train_epochs: z.int(epochs).check(z.minimum(EPOCHS.least, epochs), z.maximum(EPOCHS.most, epochs)),
};

const parts = {
  data_generation: z.strictObject(generation, { error: unknownKeys(Object.keys(generation)) }),
  training: z.strictObject(training, { error: unknownKeys(Object.keys(training)) }),
};

/** SEAL's configuration for few-shot puzzles ([paper], few-shot learning), with the pair-level symmetries added. */
const selfEditSchema = z.strictObject(parts, { error: unknownKeys(Object.keys(parts)) });
export type SelfEdit = z.infer<typeof selfEditSchema>;

/**
 * Reads a configuration, from the model or from a person.
 *
 * @throws PlaygroundError "bad-input" that says what is wrong; such an edit trains nothing, and its puzzle is
 *   scored as it stands ([paper]: invalid configurations get no training)
 */
export function parseSelfEdit(text: string): SelfEdit {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw invalid(
      `is not JSON: ${cause instanceof Error ? cause.message.slice(0, 120) : "unreadable"}`,
      cause,
    );
  }
  const result = selfEditSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.map(String).join(".") ?? "";
  throw invalid(`${place === "" ? "" : `is invalid: “${place}” `}${issue?.message ?? "cannot be read"}`);
}

/** What is wrong with a configuration, one sentence; null where it can be trained by. */
export function editFault(text: string): string | null {
  if (text.trim() === "") return "It is empty.";
  try {
    parseSelfEdit(text);
    return null;
  } catch (error) {
    if (error instanceof PlaygroundError) return error.message;
    throw error;
  }
}

/** As people and the model see it. */
export function formatSelfEdit(edit: SelfEdit): string {
  return JSON.stringify(edit, null, 2);
}

/** One choice that the model makes when it writes an edit: a token for each value. */
export interface Slot {
  readonly name: string;
  readonly values: readonly string[];
}

/** Kinds of further examples, each of which an edit has or has not. */
export const FLAGS = [
  "use_basic_augmentations",
  "use_size_augmentations",
  "use_chain_augmentations",
  "use_repeat_augmentations",
] as const;
const NO_YES = ["no", "yes"] as const;
const RATE_MENU: readonly number[] = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2];
const EPOCH_MENU: readonly number[] = [1, 2, 4, 8, 16];

/** The choices in the order in which the model writes them: what it asserts first, then how it trains. */
export const SLOTS: readonly Slot[] = [
  ...PAIR_SYMMETRIES.map((name) => ({ name, values: NO_YES })),
  ...FLAGS.map((name) => ({ name, values: NO_YES })),
  { name: "strategy", values: STRATEGIES },
  { name: "learning_rate", values: RATE_MENU.map(String) },
  { name: "num_train_epochs", values: EPOCH_MENU.map(String) },
];

/** The index chosen in each slot; null for an edit, written by hand, that has values outside the menu. */
export function toSlots({ data_generation, training }: SelfEdit): number[] | null {
  const slots = [
    ...PAIR_SYMMETRIES.map((symmetry) => Number(data_generation.pair_symmetries.includes(symmetry))),
    ...FLAGS.map((flag) => Number(data_generation[flag])),
    STRATEGIES.indexOf(training.strategy),
    RATE_MENU.indexOf(training.learning_rate),
    EPOCH_MENU.indexOf(training.num_train_epochs),
  ];
  return slots.includes(-1) ? null : slots;
}

/** The edit that a choice in each slot stands for: the inverse of `toSlots`. */
export function fromSlots(choices: readonly number[]): SelfEdit {
  if (choices.length !== SLOTS.length || !SLOTS.every(({ values }, i) => (choices[i] ?? -1) in values)) {
    throw new Error(`Not a choice in each of the ${SLOTS.length} slots: ${choices.join(" ")}.`);
  }
  const chosen = (name: string) => choices[SLOTS.findIndex((slot) => slot.name === name)]!;
  return {
    data_generation: {
      use_basic_augmentations: chosen("use_basic_augmentations") === 1,
      use_size_augmentations: chosen("use_size_augmentations") === 1,
      use_chain_augmentations: chosen("use_chain_augmentations") === 1,
      use_repeat_augmentations: chosen("use_repeat_augmentations") === 1,
      pair_symmetries: PAIR_SYMMETRIES.filter((symmetry) => chosen(symmetry) === 1),
    },
    training: {
      strategy: STRATEGIES[chosen("strategy")]!,
      learning_rate: RATE_MENU[chosen("learning_rate")]!,
      num_train_epochs: EPOCH_MENU[chosen("num_train_epochs")]!,
    },
  };
}

/** A valid edit drawn uniformly from the menu: the control "random edit". */
export function drawSelfEdit(random: Random): SelfEdit {
  return fromSlots(SLOTS.map(({ values }) => random.below(values.length)));
}

function invalid(problem: string, cause?: unknown): PlaygroundError {
  return new PlaygroundError(
    "bad-input",
    `The self-edit ${problem}.`,
    "Correct it; as it is, nothing is trained and the puzzle is scored with the model as it stands.",
    cause === undefined ? {} : { cause },
  );
}
