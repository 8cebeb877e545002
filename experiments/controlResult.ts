import { type Cluster, clusteredInterval, clusteredTally, wilson } from "../src/protocol/intervals.ts";
import { tallySchema } from "../src/protocol/run.ts";
import { z } from "../src/protocol/zod.ts";
import type { RoundsBody } from "../src/runs/rounds/events.ts";
import {
  against,
  type ControlLimits,
  fellAt,
  forgotten,
  heldOutOf,
  isBeyond,
  MEASURES,
  type Measure,
  type Measures,
  measuresOfRounds,
  measuresOfStream,
  noticedAt,
} from "./controlMeasures.ts";
import type { ForgetResult } from "./forgetResult.ts";
import { gainOver } from "./shares.ts";

const measured = z.nullable(z.number());
const measuresSchema = z.object({
  kl: measured,
  perplexityRatio: measured,
  canariesLost: measured,
  bitsRise: measured,
  falsePercent: measured,
  vaguePercent: measured,
});
const stepSchema = z.nullable(z.int());
const pointsSchema = z.object({
  points: z.number(),
  interval: z.nullable(z.tuple([z.number(), z.number()])),
});

const demonstrationSchema = z.object({
  what: z.enum(["drift", "falsehoods", "habit"]),
  seed: z.int(),
  /** From which passage on, and every how many lines, an edit contradicts its passage. */
  planted: z.nullable(z.object({ from: z.int(), every: z.int() })),
  /** By step of a stream, or round. */
  measures: z.array(measuresSchema),
  /** Right answers by step: to all passages learned so far, or to held-out ones. */
  accuracy: z.array(tallySchema),
  /** How far accuracy is from what it was, or would be without the fault, by step; null where too little is asked. */
  change: z.array(z.nullable(pointsSchema)),
  /** The first step beyond each limit. */
  noticed: z.record(z.string(), stepSchema),
  fell: stepSchema,
  /** The same with a veto: what was merged of each step, accuracy at the end, and its lead. Null: not run. */
  vetoed: z.nullable(z.object({ scales: z.array(z.number()), end: tallySchema, lead: pointsSchema })),
});
type Demonstration = z.infer<typeof demonstrationSchema>;

const countSchema = z.object({ count: z.int(), of: z.int(), interval: z.tuple([z.number(), z.number()]) });
export const controlResultSchema = z.object({
  format: z.literal("self-edit-playground/control"),
  version: z.literal(1),
  limits: z.record(z.string(), z.number()),
  demonstrations: z.array(demonstrationSchema),
  /** Streams in which nothing is planted: alarms by measure, and by any, of steps and of streams. */
  honest: z.object({
    seeds: z.array(z.int()),
    alarms: z.record(z.string(), z.object({ steps: countSchema, streams: countSchema })),
    /** Largest value of each measure in each stream. */
    largest: z.record(z.string(), z.array(measured)),
  }),
});
export type ControlResult = z.infer<typeof controlResultSchema>;

/** What `--falsehoods-from` and `--falsehoods-every` asked for. */
export function plantedIn({ setup }: ForgetResult): Demonstration["planted"] {
  const { falsehoodsFrom: from, falsehoodsEvery: every } = setup.stream;
  return typeof from === "number" && typeof every === "number" ? { from, every } : null;
}

export interface FaultyStream {
  faulty: ForgetResult;
  /** The same seed and remedy without the fault; null where accuracy is compared with what it was. */
  honest: ForgetResult | null;
  vetoed: ForgetResult | null;
}

/** @param limits beyond which a measure notices */
export function demonstrateStream(
  { faulty, honest, vetoed }: FaultyStream,
  limits: ControlLimits,
): Demonstration {
  const planted = plantedIn(faulty);
  const differences = honest === null ? forgotten(faulty) : against(faulty, honest, (planted?.from ?? 1) - 1);
  const measures = measuresOfStream(faulty);
  const end = (stream: ForgetResult) => clustersOf(stream.matrix.at(-1)!);
  return {
    what: honest === null ? "drift" : "falsehoods",
    seed: faulty.setup.seed,
    planted,
    measures,
    accuracy: faulty.matrix.map((row) => clusteredTally(clustersOf(row))),
    ...noticedAndFell(measures, differences, limits),
    vetoed: vetoed && {
      scales: vetoed.steps.map(({ applied }) => applied.scale),
      end: clusteredTally(end(vetoed)),
      lead: pointsOf(gainOver(end(vetoed), end(faulty)))!,
    },
  };
}

/** A veto keeps the writer of the last round before the first that is refused: of the first, the untaught one. */
export function demonstrateRounds(log: readonly RoundsBody[], limits: ControlLimits): Demonstration {
  const [started] = log;
  if (started?.type !== "started") throw new Error("The log of the rounds does not begin at its start.");
  const measures = measuresOfRounds(log);
  const heldOut = heldOutOf(log);
  const untaught = heldOut[0]!;
  const refused = measures.findIndex((round) => MEASURES.some((measure) => isBeyond(round, measure, limits)));
  const kept = heldOut[refused < 0 ? heldOut.length - 1 : refused]!;
  return {
    what: "habit",
    seed: started.settings.seed,
    planted: null,
    measures,
    accuracy: heldOut.map(clusteredTally),
    ...noticedAndFell(
      measures,
      heldOut.slice(1).map((round) => gainOver(round, untaught)),
      limits,
    ),
    vetoed: {
      scales: measures.map((_, round) => (refused < 0 || round < refused ? 1 : 0)),
      end: clusteredTally(kept),
      lead: pointsOf(gainOver(kept, heldOut.at(-1)!))!,
    },
  };
}

function noticedAndFell(
  measures: readonly Measures[],
  differences: readonly (readonly Cluster[])[],
  limits: ControlLimits,
): Pick<Demonstration, "change" | "noticed" | "fell"> {
  return {
    change: differences.map(pointsOf),
    noticed: Object.fromEntries(MEASURES.map((measure) => [measure, noticedAt(measures, measure, limits)])),
    fell: fellAt(differences),
  };
}

/** How often nothing was wrong and a measure was beyond its limit. */
export function falseAlarms(
  streams: readonly ForgetResult[],
  limits: ControlLimits,
): ControlResult["honest"] {
  const measured = streams.map(measuresOfStream);
  const alarms = (those: readonly Measure[]) => {
    const raised = measured.map((steps) =>
      steps.map((step) => those.some((measure) => isBeyond(step, measure, limits))),
    );
    return { steps: countOf(raised.flat()), streams: countOf(raised.map((steps) => steps.includes(true))) };
  };
  return {
    seeds: streams.map(({ setup }) => setup.seed),
    alarms: Object.fromEntries([
      ...MEASURES.map((measure) => [measure, alarms([measure])] as const),
      ["any", alarms(MEASURES)],
    ]),
    largest: Object.fromEntries(
      MEASURES.map((measure) => [measure, measured.map((steps) => largestOf(steps, measure))]),
    ),
  };
}

function largestOf(steps: readonly Measures[], measure: Measure): number | null {
  const values = steps.flatMap((step) => step[measure] ?? []);
  return values.length === 0 ? null : Math.max(...values);
}

function countOf(raised: readonly boolean[]): z.infer<typeof countSchema> {
  const count = raised.filter(Boolean).length;
  return { count, of: raised.length, interval: wilson(count, raised.length) };
}

function clustersOf(cells: readonly { correct: number; total: number }[]): Cluster[] {
  return cells.map(({ correct, total }) => ({ sum: correct, count: total }));
}

function pointsOf(clusters: readonly Cluster[]): z.infer<typeof pointsSchema> | null {
  if (clusters.length === 0) return null;
  const sum = clusters.reduce((all, cluster) => all + cluster.sum, 0);
  const count = clusters.reduce((all, cluster) => all + cluster.count, 0);
  const interval = clusteredInterval(clusters);
  return { points: (100 * sum) / count, interval: interval && [100 * interval[0], 100 * interval[1]] };
}
