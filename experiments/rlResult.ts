import { roundsSettingsSchema } from "../src/protocol/roundsSettings.ts";
import { pieceSchema, tallySchema } from "../src/protocol/run.ts";
import { z } from "../src/protocol/zod.ts";
import { choiceSchema, habitsSchema, selectionSchema } from "../src/runs/rounds/events.ts";
import type { Round, RoundsRun } from "../src/runs/rounds/state.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import { runtimeSetupSchema, trainingSchema } from "../src/tasks/commands/setupSchemas.ts";
import { TASK_COMMANDS } from "../src/tasks/commands/tasks.ts";

/** Raised whenever a reader of an older file would misread a newer one. */
export const RL_RESULT_VERSION = 2;

/** Of one inner loop, of whichever task. */
export const taskSettingsSchema = z.union(TASK_COMMANDS.map(({ settings }) => settings));

/** One sampled edit with what its inner loops gave. */
const editSchema = z.object({
  set: z.enum(["training", "held-out"]),
  /** Index in `contexts.training` or `contexts.heldOut`. */
  context: z.int(),
  edit: z.int(),
  text: z.string(),
  pieces: z.array(pieceSchema),
  correct: z.int(),
  total: z.int(),
  reward: z.number(),
  loss: z.nullable(z.number()),
  /** Absent in earlier results. */
  likelihood: z.optional(z.nullable(z.number())),
  seconds: z.number(),
  /** Whether the writer was trained on it. */
  kept: z.boolean(),
});

const roundSchema = z.object({
  round: z.int(),
  /** The writer after this round, on the held-out contexts. */
  heldOut: tallySchema,
  /** Of the held-out edits. */
  habits: habitsSchema,
  /** Null in round 0. */
  selection: z.nullable(selectionSchema),
  choices: z.array(z.object({ context: z.int(), choice: choiceSchema })),
  /** The writer's training; null where nothing was kept. */
  writer: z.nullable(z.extend(trainingSchema, { losses: z.array(z.number()) })),
  edits: z.array(editSchema),
});

export const rlResultSchema = z.object({
  format: z.literal("self-edit-playground/rl"),
  version: z.literal(RL_RESULT_VERSION),
  createdAt: z.iso.datetime(),
  setup: z.extend(runtimeSetupSchema, {
    task: z.string(),
    contexts: z.object({
      /** The file, or what was drawn. */
      source: z.string(),
      sha256: z.string(),
      training: z.array(z.string()),
      heldOut: z.array(z.string()),
    }),
    /** "all" where nothing was selected. */
    reward: z.string(),
    seed: z.int(),
    outer: roundsSettingsSchema,
    /** Of the inner loops. */
    settings: taskSettingsSchema,
  }),
  intervalMethod: z.string(),
  /** Of the whole run, interruptions left out. */
  seconds: z.number(),
  rounds: z.array(roundSchema),
});
export type RlResult = z.infer<typeof rlResultSchema>;

/** @param state of a finished run */
export function roundsOf(state: RoundsRun): RlResult["rounds"] {
  return state.rounds.map((round) => {
    const { score, selection, writer } = round;
    if (score === undefined) throw new Error(`Round ${round.round} was not measured.`);
    return {
      round: round.round,
      heldOut: score.tally,
      habits: score.habits,
      selection: selection ?? null,
      choices: round.training.flatMap(({ context, choice }) => (choice ? [{ context, choice }] : [])),
      writer: writer.merged ? { ...writer.merged, losses: writer.points.map(({ loss }) => loss) } : null,
      edits: editsOf(round),
    };
  });
}

function editsOf({ training, heldOut }: Round): RlResult["rounds"][number]["edits"] {
  const sets = [
    ["training", training],
    ["held-out", heldOut],
  ] as const;
  return sets.flatMap(([set, contexts]) =>
    contexts.flatMap(({ context, edits, choice }) =>
      edits.flatMap(({ samples, pieces, outcome }, edit) => {
        if (outcome === undefined) return [];
        const text = samples.map((sample) => sample.text).join("\n\n");
        const kept = choice?.kept.includes(edit) ?? false;
        return [{ set, context, edit, text, pieces: [...pieces], ...outcome, kept }];
      }),
    ),
  );
}

/** The rounds as a Markdown table. */
export function rlTable({ setup, rounds, intervalMethod }: RlResult): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const rows = rounds.map(({ round, heldOut, habits, selection }) => {
    const { correct, total, interval } = heldOut;
    const [low, high] = interval.map((bound) => (100 * bound).toFixed(0));
    const kinds = Object.entries(habits.kinds).map(([kind, share]) => `${kind} ${(100 * share).toFixed(0)}`);
    const kept =
      selection === null
        ? "–"
        : `${selection.kept}/${selection.sampled}, ${selection.skipped} contexts without signal`;
    return [
      round,
      `${correct}/${total} = ${percent(correct / total)} [${low}, ${high}]`,
      kept,
      `${habits.lines.toFixed(1)}`,
      habits.trueShare === null ? "–" : percent(habits.trueShare),
      kinds.join(", ") || "–",
    ];
  });
  return [
    `Reward: ${setup.reward}, seed ${setup.seed}.`,
    "",
    markdownTable(
      ["round", "held out", "kept edits", "lines an edit", "true claims", "kinds of lines, %"],
      rows,
    ),
    "",
    `Intervals: ${intervalMethod}.`,
  ].join("\n");
}
