import { describe, expect, it } from "vitest";
import { FakeModel } from "../../test/fakeModel.ts";
import type { GenerateRequest, Generation } from "../nn/languageModel.ts";
import type { TrainingSequence } from "../protocol/sequence.ts";
import type { ProbeSet } from "../tasks/probeSet.ts";
import { measureDrift, takeReference } from "./drift.ts";

/** Expects the same distribution after every token, and answers every question the same. */
class Steady extends FakeModel {
  distribution: readonly number[];
  answer = { text: "yes", probability: 0.5 };

  constructor(distribution: readonly number[]) {
    super();
    this.distribution = distribution;
  }

  override async logProbs(examples: readonly TrainingSequence[]): Promise<Float32Array[]> {
    return examples.map(({ lossMask }) =>
      Float32Array.from(lossMask.filter(Boolean).flatMap(() => this.distribution.map(Math.log))),
    );
  }

  override async generate({ prompts }: GenerateRequest): Promise<Generation[]> {
    const { text, probability } = this.answer;
    return prompts.map(() => ({ text, tokens: [0], logprobs: [Math.log(probability)], finish: "end" }));
  }
}

const question = { question: "Is it?", prompt: "Is it?", answerIn: (output: string) => output };
const probes: ProbeSet = {
  id: "two questions",
  texts: [
    [0, 0, 1, 0],
    [1, 0],
  ],
  anchors: [[0, 1, 1]],
  canaries: [
    { ...question, kind: "known", accepted: ["yes"], isRight: (output) => output === "yes" },
    { ...question, kind: "stranger", accepted: [], isRight: () => false },
  ],
  maxTokens: 4,
  stop: [],
};

describe("drift", () => {
  it("is nothing for the base itself", async () => {
    const model = new Steady([0.5, 0.25, 0.25]);
    const drift = await measureDrift(model, await takeReference(model, probes));
    expect(drift).toMatchObject({ kl: 0, tokens: 4, probeSet: "two questions" });
    expect(drift.perplexity.after).toBe(drift.perplexity.before);
    expect(drift.canaries.every(({ held, holds }) => held && holds)).toBe(true);
  });

  it("is KL(base ‖ current) a token, and perplexity of the text", async () => {
    const model = new Steady([0.5, 0.25, 0.25]);
    const reference = await takeReference(model, probes);
    model.distribution = [0.25, 0.5, 0.25];
    const drift = await measureDrift(model, reference);
    expect(drift.kl).toBeCloseTo(0.5 * Math.log(2) - 0.25 * Math.log(2), 6);
    // Three of the four predicted tokens are 0, one is 1.
    expect(drift.perplexity.before).toBeCloseTo((0.5 ** 3 * 0.25) ** (-1 / 4), 5);
    expect(drift.perplexity.after).toBeCloseTo((0.25 ** 3 * 0.5) ** (-1 / 4), 5);
  });

  it("loses a canary that is answered wrongly, or with confidence though nothing was told", async () => {
    const model = new Steady([0.5, 0.5]);
    const reference = await takeReference(model, probes);
    model.answer = { text: "no", probability: 0.9 };
    const { canaries } = await measureDrift(model, reference);
    expect(canaries.map(({ held, holds }) => [held, holds])).toEqual([
      [true, false],
      [true, false],
    ]);
    expect(canaries[0]).toMatchObject({ before: { answer: "yes" }, after: { answer: "no" } });
  });

  it("compares fewer tokens where memory is short of all distributions, spread over the texts", async () => {
    const model = new Steady([0.5, 0.5]);
    const { marked } = await takeReference(model, probes, undefined, 16);
    expect(marked.map((text) => text.filter(Boolean).length)).toEqual([1, 1]);
  });
});
