import { BATCH_SIZE_FIELD, LEARNING_RATE_FIELD, LORA_FIELDS, OPTIMIZER_FIELDS } from "./adapterSettings.ts";
import { choice, type SettingsOf, schemaOf, seed, whole } from "./fields.ts";

/** What a task calls its contexts. */
export interface ContextWords {
  one: string;
  many: string;
}

/** Rewards that know nothing of what an edit teaches: they tell what selection by a reward is worth. */
const SHAMS = [
  { value: "random", label: "Random (control)", help: "A number drawn by chance." },
  { value: "length", label: "Longest edit (control)", help: "The number of characters." },
  { value: "shortest", label: "Shortest edit (control)", help: "The fewest characters." },
  {
    value: "copying",
    label: "Copying (control)",
    help: "Lines that stand in the text word for word.",
  },
  {
    value: "vague",
    label: "Vague lines (control)",
    help: "The share of lines that say nothing of the text, where that is known.",
  },
] as const;

const basic = { level: "basic", group: "Rounds" } as const;
const advanced = { level: "advanced", group: "Rounds" } as const;

/** How the writer is fine-tuned on the kept edits of a round: the same knobs as an inner loop's. */
export const WRITER_FIELDS = {
  ...LORA_FIELDS,
  learningRate: LEARNING_RATE_FIELD,
  epochs: whole({
    ...advanced,
    label: "Epochs",
    help: "Passes over the kept edits.",
    min: 1,
    max: 100,
    scale: "linear",
  }),
  /** Edits per optimiser step. */
  batchSize: BATCH_SIZE_FIELD,
  ...OPTIMIZER_FIELDS,
};
export type WriterSettings = SettingsOf<typeof WRITER_FIELDS>;

/** Everything that the outer loop can be set to; the inner loops have the settings of their task. */
export const roundsFields = ({ one, many }: ContextWords) => ({
  rounds: whole({
    ...basic,
    label: "Rounds",
    help: "How often the writer is trained on the kept edits; 0 only measures it.",
    min: 0,
    max: 20,
    scale: "linear",
  }),
  /** A round takes the next ones of the list, from its start again after its end. */
  contextsPerRound: whole({
    ...basic,
    label: `${many[0]!.toUpperCase()}${many.slice(1)} a round`,
    help: `How many ${many} edits are written for in each round.`,
    min: 1,
    max: 1000,
    scale: "log",
    flag: "contexts",
  }),
  samples: whole({
    ...basic,
    label: "Edits each",
    help: `Edits written for each ${one}, to choose from.`,
    min: 1,
    max: 32,
    scale: "linear",
  }),
  /** How good an edit is called. All but the controls look at what it taught. */
  reward: choice({
    ...basic,
    label: "Reward",
    help: `Which edit of a ${one} counts as the best. All but accuracy and likelihood are controls.`,
    options: [
      { value: "accuracy", label: "Accuracy", help: "SEAL's: right answers after training on the edit." },
      {
        value: "likelihood",
        label: "Likelihood",
        help: "How likely the right answers are after training on the edit.",
      },
      {
        value: "accuracy-likelihood",
        label: "Accuracy, then likelihood",
        help: "Accuracy; where edits are equally accurate, likelihood decides.",
      },
      ...SHAMS,
    ],
  }),
  keep: choice({
    ...basic,
    label: "Kept edits",
    help: `Which edits of a ${one} the writer is trained on.`,
    options: [
      { value: "best", label: "The best one", help: "SEAL's for passages: the one with the highest reward." },
      {
        value: "solving",
        label: "All that solve",
        help: "SEAL's for puzzles: every edit after which all answers are right.",
      },
      {
        value: "advantage",
        label: "Far above the mean",
        help: `Every edit whose reward is above its ${one}’s mean by more than such differences are in the round (one standard deviation).`,
      },
      { value: "all", label: "All (control)", help: "Fine-tuning without selection." },
    ],
    flag: "keep-edits",
  }),
  seed: seed({
    group: "Rounds",
    help: `Every random choice of the rounds follows from it, the training ${many} too.`,
  }),
  heldOutSamples: whole({
    ...advanced,
    label: "Edits each, held out",
    help: `Edits written for each held-out ${one} in every round.`,
    min: 1,
    max: 32,
    scale: "linear",
  }),
  innerRuns: whole({
    ...advanced,
    label: "Trials of an edit",
    help: "Inner loops an edit is judged by, each from another random adapter; its accuracy is their mean.",
    min: 1,
    max: 10,
    scale: "linear",
  }),
  writer: WRITER_FIELDS,
});
export type RoundsSettings = SettingsOf<ReturnType<typeof roundsFields>>;
export type RewardId = RoundsSettings["reward"];
export type KeepRule = RoundsSettings["keep"];

/** How many contexts measure each round. */
export const heldOutField = ({ many }: ContextWords) =>
  whole({
    ...advanced,
    label: `Held-out ${many}`,
    help: `How many ${many} measure each round; no writer is trained on them.`,
    min: 1,
    max: 1000,
    scale: "log",
  });

const FIELDS = roundsFields({ one: "context", many: "contexts" });
export const roundsSettingsSchema = schemaOf(FIELDS);
export const REWARDS = FIELDS.reward.options.map(({ value }) => value);
export const KEEP_RULES = FIELDS.keep.options.map(({ value }) => value);

/** Whether edits are kept for other reasons than what they taught: by a sham reward, or all of them. */
export function isSham({ reward, keep }: { reward: RewardId; keep: KeepRule }): boolean {
  return keep === "all" || SHAMS.some(({ value }) => value === reward);
}

/** Which edit solves is known by accuracy alone, so no sham can keep "solving" ones. */
export function isKnownBy(keep: KeepRule, reward: RewardId): boolean {
  return keep !== "solving" || reward === "accuracy";
}
