import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../protocol/random.ts";
import { NO_WORK, type Work } from "../protocol/work.ts";
import { expectedTime, type MeasuredSpeeds, type Timing } from "./expectedTime.ts";

const measured: MeasuredSpeeds = {
  step: { sequences: 4, length: 64 },
  speeds: { training: 100, alone: 50, together: 100 },
};

describe("the expected time", () => {
  it("is the work at the measured speeds: a third of training's time for what is only read", () => {
    const at = (work: Partial<Work>) =>
      expectedTime({ ...NO_WORK, ...work }, { measured, timings: [] }).seconds;
    expect(at({ trained: 1000 })).toBeCloseTo(10);
    expect(at({ read: 3000 })).toBeCloseTo(10);
    expect(at({ decodingSteps: 500, decoded: 500 })).toBeCloseTo(10);
    // Eight at a time.
    expect(at({ decodingSteps: 125, decoded: 1000 })).toBeCloseTo(10);
  });

  it("tells steps of few tokens from those of many, where the smallest step was timed", () => {
    // 0.5 s a step, and a hundredth of a second a token.
    const timed = { ...measured, speeds: { ...measured.speeds, training: 256 / 3.06 } };
    const leastStep = { tokens: 16, seconds: 0.66 };
    const at = (trainingSteps: number, trained: number) =>
      expectedTime({ ...NO_WORK, trainingSteps, trained }, { measured: { ...timed, leastStep }, timings: [] })
        .seconds;
    expect(at(10, 2560)).toBeCloseTo(30.6);
    expect(at(10, 160)).toBeCloseTo(6.6);
  });

  it("follows from earlier runs alone where nothing was measured, and is not told where there is neither", () => {
    const work = { ...NO_WORK, trained: 300, decodingSteps: 50, decoded: 50 };
    const twice = { ...work, trained: 600, decodingSteps: 100, decoded: 100 };
    expect(expectedTime(twice, { measured: null, timings: [{ work, seconds: 7 }] })).toEqual({
      seconds: expect.closeTo(14),
      basis: "earlier runs",
    });
  });

  it("is corrected by what the last runs took, whatever one of them waited for", () => {
    const work = { ...NO_WORK, trained: 1000 };
    const timings = [15, 900, 15, 14, 16, 1, 1, 1].map((seconds) => ({ work, seconds }));
    expect(expectedTime(work, { measured, timings })).toEqual({
      seconds: expect.closeTo(15),
      basis: "measured",
    });
  });
});

/**
 * A machine with a model on it. What the estimate knows nothing of: reading is not exactly a third of training, texts are
 * longer or shorter than expected, a run does more than compute, other programs take their share.
 */
interface Machine {
  /** Seconds. */
  perToken: number;
  perStep: number;
  decodingStep: number;
  furtherSequence: number;
  readingShare: number;
  overhead: number;
  texts: number;
}

const NOISE = 0.1;

/** Between 1 / most and most. */
function times(random: Random, most: number): number {
  return most ** (2 * random.next() - 1);
}

function noise(random: Random): number {
  return Math.exp(NOISE * random.normal());
}

function machine(random: Random): Machine {
  const perToken = 0.005 * times(random, 50);
  const decodingStep = 2 * perToken * times(random, 6);
  return {
    perToken,
    perStep: 100 * perToken * random.next(),
    decodingStep,
    furtherSequence: decodingStep * random.next(),
    readingShare: (1 / 3) * times(random, 1.5),
    overhead: 1 + 0.3 * random.next(),
    texts: times(random, 1.4),
  };
}

function setup(random: Random): Work {
  const trainingSteps = 200 * times(random, 5);
  const trained = trainingSteps * 100 * times(random, 4);
  const decodingSteps = 400 * times(random, 3);
  return {
    trainingSteps,
    trained,
    read: trained * 0.3 * times(random, 3),
    decodingSteps,
    decoded: decodingSteps * (1 + 11 * random.next()),
  };
}

/** Seconds that the run really takes. */
function run(on: Machine, work: Work, random: Random): number {
  const computing =
    on.perStep * work.trainingSteps +
    on.perToken * (on.texts * work.trained + on.readingShare * work.read) +
    on.texts * on.decodingStep * work.decodingSteps +
    on.texts * on.furtherSequence * (work.decoded - work.decodingSteps);
  return on.overhead * computing * noise(random);
}

function measuredOn(on: Machine, random: Random): MeasuredSpeeds {
  const step = (tokens: number) => (on.perStep + on.perToken * tokens) * noise(random);
  return {
    step: { sequences: 4, length: 64 },
    speeds: {
      training: 256 / step(256),
      alone: 1 / (on.decodingStep * noise(random)),
      together: 8 / ((on.decodingStep + 7 * on.furtherSequence) * noise(random)),
    },
    leastStep: { tokens: 16, seconds: step(16) },
  };
}

describe("on machines of all kinds", () => {
  const within = (share: (random: Random) => number) => {
    const factors = Array.from({ length: 500 }, (_, seed) => share(createRandom(seed)));
    return factors.filter((factor) => factor > 1 / 1.5 && factor < 1.5).length / factors.length;
  };
  const earlierOn = (on: Machine, random: Random, count: number): Timing[] =>
    Array.from({ length: count }, () => {
      const work = setup(random);
      return { work, seconds: run(on, work, random) };
    });

  it.each([1, 3, 8])(
    "a measurement and %i earlier runs tell nine of ten runs within a factor of 1.5",
    (count) => {
      const share = within((random) => {
        const on = machine(random);
        const work = setup(random);
        const expected = expectedTime(work, {
          measured: measuredOn(on, random),
          timings: earlierOn(on, random, count),
        });
        return expected.seconds / run(on, work, random);
      });
      expect(share).toBeGreaterThanOrEqual(0.9);
    },
  );

  it("a measurement alone does while texts are about as long as expected", () => {
    const share = within((random) => {
      const on = { ...machine(random), texts: times(random, 1.15) };
      const work = setup(random);
      return (
        expectedTime(work, { measured: measuredOn(on, random), timings: [] }).seconds / run(on, work, random)
      );
    });
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  it("earlier runs alone do for set-ups in which training and decoding have about the same shares", () => {
    const share = within((random) => {
      const on = machine(random);
      const like = setup(random);
      const changed = (work: Work): Work => {
        const scale = times(random, 5);
        return {
          trainingSteps: work.trainingSteps * scale,
          trained: work.trained * scale * times(random, 1.2),
          read: work.read * scale,
          decodingSteps: work.decodingSteps * scale * times(random, 1.2),
          decoded: work.decoded * scale,
        };
      };
      const timings = Array.from({ length: 3 }, () => {
        const work = changed(like);
        return { work, seconds: run(on, work, random) };
      });
      const work = changed(like);
      return expectedTime(work, { measured: null, timings }).seconds / run(on, work, random);
    });
    expect(share).toBeGreaterThanOrEqual(0.9);
  });
});
