import { type Cluster, clusteredInterval } from "../src/protocol/intervals.ts";
import type { Piece } from "../src/protocol/run.ts";
import type { RoundsBody } from "../src/runs/rounds/events.ts";
import { claimsAmong, falseAmong, vagueAmong } from "../src/seal/claims.ts";
import { DEFAULT_STREAM_SETTINGS } from "../src/seal/remedies/streamSettings.ts";
import { keptEdits } from "../src/versions/roundsCandidate.ts";
import { DEFAULT_ACCEPTANCE } from "../src/versions/versionEvents.ts";
import type { ForgetResult } from "./forgetResult.ts";

/** Taken of an edit, or of what a round has kept, before it is merged; no test question is looked at. Null: not taken. */
export interface Measures {
  kl: number | null;
  perplexityRatio: number | null;
  canariesLost: number | null;
  /** Rise of the loss on what earlier edits taught, in bits a token. */
  bitsRise: number | null;
  /** Of a hundred kept statements that can be checked; null where there is none. */
  falsePercent: number | null;
  /** Of a hundred kept lines. */
  vaguePercent: number | null;
}
export type Measure = keyof Measures;
export type ControlLimits = Record<Measure, number>;

/** Those of the versions, and the gate's own. */
export const USUAL_LIMITS: ControlLimits = {
  ...DEFAULT_ACCEPTANCE,
  bitsRise: DEFAULT_STREAM_SETTINGS.bitsLimit,
};
export const MEASURES = [
  "kl",
  "perplexityRatio",
  "canariesLost",
  "bitsRise",
  "falsePercent",
  "vaguePercent",
] as const satisfies readonly Measure[];

/** Of each step of a stream behind a gate: as its edit would be merged whole. */
export function measuresOfStream({ steps }: ForgetResult): Measures[] {
  return steps.map(({ edit, applied }) => {
    const [whole] = applied.tries;
    return {
      kl: whole?.kl ?? null,
      perplexityRatio: whole?.perplexityRatio ?? null,
      canariesLost: whole?.canariesLost ?? null,
      bitsRise: whole?.bitsRise ?? null,
      ...measuresOfLines(edit.pieces),
    };
  });
}

/** Of what each round kept to train its writer on, from the first round on. */
export function measuresOfRounds(log: readonly RoundsBody[]): Measures[] {
  const rounds = log.flatMap((body) => (body.type === "heldOutScored" ? [body.round] : []));
  return rounds.slice(1).map((round) => ({
    ...{ kl: null, perplexityRatio: null, canariesLost: null, bitsRise: null },
    ...measuresOfLines(keptEdits(log, round).pieces),
  }));
}

function measuresOfLines(pieces: readonly Piece[]): Pick<Measures, "falsePercent" | "vaguePercent"> {
  const kept = pieces.filter((piece) => piece.kept);
  const checked = claimsAmong(kept);
  return {
    falsePercent: percentOf(falseAmong(checked), checked),
    vaguePercent: percentOf(vagueAmong(kept), kept),
  };
}

function percentOf(some: readonly Piece[], all: readonly Piece[]): number | null {
  return all.length === 0 ? null : (100 * some.length) / all.length;
}

export function isBeyond(measures: Measures, measure: Measure, limits: ControlLimits): boolean {
  const value = measures[measure];
  return value !== null && value > limits[measure];
}

/** The first step, counted from 1, at which a measure is beyond its limit; null where none is. */
export function noticedAt(
  measures: readonly Measures[],
  measure: Measure,
  limits: ControlLimits,
): number | null {
  return stepOf(measures.findIndex((step) => isBeyond(step, measure, limits)));
}

/** Fewer passages give no interval worth the name. */
const FEWEST_PASSAGES = 3;

/**
 * The first step, counted from 1, at which accuracy has fallen: the interval of the differences, resampled by passage, is
 * below 0. Null where it never is.
 *
 * @param differences of each step, passage by passage: right answers now, less what they were
 */
export function fellAt(differences: readonly (readonly Cluster[])[]): number | null {
  return stepOf(
    differences.findIndex((clusters) => {
      const interval = clusters.length < FEWEST_PASSAGES ? null : clusteredInterval(clusters);
      return interval !== null && interval[1] < 0;
    }),
  );
}

function stepOf(index: number): number | null {
  return index < 0 ? null : index + 1;
}

/** Of each step, the passages of earlier ones: as they are answered now, less as they were when just learned. */
export function forgotten({ matrix }: ForgetResult): Cluster[][] {
  return matrix.map((row, step) =>
    row.slice(0, step).map(({ correct, total }, passage) => ({
      sum: correct - matrix[passage]![passage]!.correct,
      count: total,
    })),
  );
}

/** Of each step, the passages from `first` on (counted from 0): right answers less those of another stream of them. */
export function against({ matrix }: ForgetResult, other: ForgetResult, first: number): Cluster[][] {
  return matrix.map((row, step) =>
    row
      .map(({ correct, total }, passage) => ({
        sum: correct - other.matrix[step]![passage]!.correct,
        count: total,
      }))
      .slice(first),
  );
}

/** Right answers to each held-out context, round by round from the untaught writer's on. */
export function heldOutOf(log: readonly RoundsBody[]): Cluster[][] {
  const rounds: Cluster[][] = [];
  for (const body of log) {
    if (body.type !== "editRewarded" || body.set !== "held-out") continue;
    const own = rounds[body.round] ?? [];
    rounds[body.round] = own;
    const { sum, count } = own[body.context] ?? { sum: 0, count: 0 };
    own[body.context] = { sum: sum + body.correct, count: count + body.total };
  }
  return rounds;
}
