import { DECODED_TOGETHER, type Measurement } from "../protocol/measurement.ts";
import type { Work } from "../protocol/work.ts";

/** What a run that has finished here had its model do, as it was counted beforehand, and how long it took. */
export interface Timing {
  work: Work;
  seconds: number;
}

export type MeasuredSpeeds = Pick<Measurement, "speeds" | "leastStep"> & {
  step: Pick<Measurement["step"], "sequences" | "length">;
};

/** What is known of how fast a model is where it computes. */
export interface KnownSpeed {
  /** Null where it was not measured. */
  measured: MeasuredSpeeds | null;
  /** The newest first; at least one where nothing was measured. */
  timings: readonly Timing[];
}

export interface ExpectedTime {
  seconds: number;
  /** Its speeds were measured on this machine, or only follow from earlier runs on it. */
  basis: "measured" | "earlier runs";
}

/** Of forward and back, forward alone is this much: a training step goes back through activations and weights. */
const READING_SHARE = 1 / 3;
/** What speeds usually are to each other; how fast that is here, earlier runs say. */
const USUAL: MeasuredSpeeds = {
  step: { sequences: 4, length: 64 },
  speeds: { training: 100, alone: 60, together: 110 },
};
/** The newest say most of the machine as it is now. */
const MOST_TIMINGS = 5;

/**
 * How long a run will take: its work by the measured speeds, times what earlier runs took more, or less, than theirs
 * (the median: one of them may have stood still while the machine slept).
 */
export function expectedTime(work: Work, { measured, timings }: KnownSpeed): ExpectedTime {
  const secondsOf = (counted: Work) => secondsAt(measured ?? USUAL, counted);
  const factors = timings
    .slice(0, MOST_TIMINGS)
    .map((timing) => timing.seconds / secondsOf(timing.work))
    .filter((factor) => factor > 0 && Number.isFinite(factor));
  return {
    seconds: secondsOf(work) * (factors.length === 0 ? 1 : median(factors)),
    basis: measured === null ? "earlier runs" : "measured",
  };
}

function secondsAt({ speeds, step: shape, leastStep }: MeasuredSpeeds, work: Work): number {
  const { training, alone, together } = speeds;
  // A training step takes some time of its own, and some for each of its tokens.
  const tokens = shape.sequences * shape.length;
  const perToken =
    leastStep && leastStep.tokens < tokens
      ? Math.max(0, tokens / training - leastStep.seconds) / (tokens - leastStep.tokens)
      : 1 / training;
  const perStep = Math.max(0, tokens / training - tokens * perToken);
  const step = 1 / alone;
  // What each further sequence adds to a step.
  const further = Math.max(0, (DECODED_TOGETHER / together - step) / (DECODED_TOGETHER - 1));
  const tokensRead = work.trained + READING_SHARE * work.read;
  return (
    work.trainingSteps * perStep +
    tokensRead * perToken +
    work.decodingSteps * step +
    (work.decoded - work.decodingSteps) * further
  );
}

/** In proportion: between two, the geometric mean. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  return Math.sqrt(sorted[low]! * sorted[high]!);
}
