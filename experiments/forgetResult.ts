import { pieceSchema, tallySchema } from "../src/protocol/run.ts";
import { keptStreamSettingsSchema } from "../src/protocol/streamSettings.ts";
import { z } from "../src/protocol/zod.ts";
import { gateTrySchema } from "../src/runs/stream/events.ts";
import type { StreamRun } from "../src/runs/stream/state.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import { runtimeSetupSchema } from "../src/tasks/commands/setupSchemas.ts";
import { taskSettingsSchema } from "./rlResult.ts";

/** Raised whenever a reader of an older file would misread a newer one. */
export const FORGET_RESULT_VERSION = 2;

const cellSchema = z.object({
  correct: z.int(),
  total: z.int(),
  /** Questions that the router sent to the passage's own adapter; null without a router. */
  routed: z.nullable(z.int()),
});

const stepSchema = z.object({
  edit: z.object({ text: z.string(), pieces: z.array(pieceSchema), tried: z.int(), seconds: z.number() }),
  training: z.object({
    examples: z.int(),
    replayed: z.int(),
    steps: z.int(),
    finalLoss: z.nullable(z.number()),
    seconds: z.number(),
  }),
  applied: z.object({ outcome: z.string(), scale: z.number(), tries: z.array(gateTrySchema) }),
  justLearned: tallySchema,
  allLearned: tallySchema,
  untouched: tallySchema,
});

/** Of the weights at the end, from the untouched model (`measureDrift`). */
const endDriftSchema = z.object({
  /** Nats a token of neutral text. */
  kl: z.number(),
  perplexity: z.object({ before: z.number(), after: z.number() }),
  /** Of those that the untouched model holds. */
  canaries: z.object({ held: z.int(), holds: z.int() }),
});
export type EndDrift = z.infer<typeof endDriftSchema>;

const measured = {
  format: z.literal("self-edit-playground/forget"),
  createdAt: z.iso.datetime(),
  intervalMethod: z.string(),
  /** Of the whole run, interruptions left out. */
  seconds: z.number(),
  untouched: z.array(cellSchema),
  /** Step × context: row k holds contexts 0 … k after step k. */
  matrix: z.array(z.array(cellSchema)),
  steps: z.array(stepSchema),
  /** Null where nothing was merged; absent in files of before it was measured, and where a finished run is read again. */
  drift: z.optional(z.nullable(endDriftSchema)),
};

const setup = {
  remedy: z.string(),
  seed: z.int(),
  stream: keptStreamSettingsSchema,
  /** Of one edit. */
  settings: taskSettingsSchema,
};

export const forgetResultSchema = z.object({
  ...measured,
  version: z.literal(FORGET_RESULT_VERSION),
  setup: z.extend(runtimeSetupSchema, {
    ...setup,
    task: z.string(),
    contexts: z.object({ source: z.string(), sha256: z.string(), names: z.array(z.string()) }),
  }),
});
export type ForgetResult = z.infer<typeof forgetResultSchema>;

/** @param state of a finished run */
export function measuredOf(state: StreamRun): Pick<ForgetResult, "untouched" | "matrix" | "steps"> {
  return {
    untouched: [...state.untouched],
    matrix: state.steps.map(({ cells }) => [...cells]),
    steps: state.steps.map(({ edit, training, applied, score }, step) => {
      if (!edit || !training || !applied || !score) throw new Error(`Step ${step} was not finished.`);
      const text = edit.samples.map((sample) => sample.text).join("\n\n");
      const { pieces, tried, seconds } = edit;
      return { edit: { text, pieces: [...pieces], tried, seconds }, training, applied, ...score };
    }),
  };
}

const firstVersionSchema = z.object({
  ...measured,
  version: z.literal(1),
  setup: z.extend(runtimeSetupSchema, {
    ...setup,
    passages: z.object({ file: z.string(), sha256: z.string(), titles: z.array(z.string()) }),
  }),
});

/** A result on disk; those of version 1 were of passages. */
export const forgetFileSchema = z.pipe(z.transform(ofToday), forgetResultSchema);

function ofToday(value: unknown): unknown {
  const earlier = firstVersionSchema.safeParse(value);
  if (!earlier.success) return value;
  const { passages, ...setup } = earlier.data.setup;
  const { file: source, sha256, titles: names } = passages;
  return {
    ...earlier.data,
    version: FORGET_RESULT_VERSION,
    setup: { task: "knowledge", ...setup, contexts: { source, sha256, names } },
  };
}

/** The matrix of one run as a Markdown table, with the summary lines under it. */
export function forgetMatrix({ setup, untouched, matrix, steps }: ForgetResult): string {
  const cell = ({ correct, total }: { correct: number; total: number }) => `${correct}/${total}`;
  const row = (label: string, cells: readonly string[]) => [
    label,
    ...untouched.map((_, i) => cells[i] ?? ""),
  ];
  const last = steps.at(-1)!;
  const line = (label: string, { correct, total, interval }: z.infer<typeof tallySchema>) => {
    const [low, high] = interval.map((bound) => (100 * bound).toFixed(0));
    return `${label}: ${correct}/${total} = ${((100 * correct) / total).toFixed(1)} % [${low}, ${high}]`;
  };
  return [
    `Remedy: ${setup.remedy}, seed ${setup.seed}.`,
    "",
    markdownTable(
      ["after", ...untouched.map((_, i) => `passage ${i + 1}`)],
      [
        row("nothing", untouched.map(cell)),
        ...matrix.map((cells, i) => row(`passage ${i + 1}`, cells.map(cell))),
      ],
    ),
    "",
    line("Just learned", last.justLearned),
    line("All learned, at the end", last.allLearned),
    line("Untouched model", last.untouched),
  ].join("\n");
}
