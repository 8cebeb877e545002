import { describe, expect, test } from "vitest";
import { readJson } from "../../test/nnFixture.ts";
import { createRandom } from "../protocol/random.ts";
import type { SamplingSettings } from "./languageModel.ts";
import { filteredDistribution, sampleToken } from "./sampling.ts";

interface SamplingFixture {
  logits: number[][];
  logprobs: number[][];
  cases: { temperature: number; topK: number; topP: number; probabilities: number[][] }[];
}

const fixture = readJson<SamplingFixture>("sampling.json");
const settings = (changes: Partial<SamplingSettings>): SamplingSettings => ({
  temperature: 1,
  topP: 1,
  topK: 0,
  maxTokens: 1,
  stop: [],
  seed: 0,
  ...changes,
});

describe("filtered distributions are those of Transformers' logits processors", () => {
  test.each(fixture.cases)("temperature $temperature, top-k $topK, top-p $topP", (expected) => {
    fixture.logits.forEach((row, index) => {
      const { tokens, probabilities } = filteredDistribution(Float32Array.from(row), expected);
      const dense = new Float64Array(row.length);
      tokens.forEach((token, i) => {
        dense[token] = probabilities[i]!;
      });
      // The last row has equal logits: top-p may cut between them, and which of them stay is a matter of the sort.
      const ordered = (row: ArrayLike<number>) => (index === 3 ? Array.from(row).sort() : Array.from(row));
      const actual = ordered(dense);
      ordered(expected.probabilities[index]!).forEach((probability, token) => {
        expect(actual[token]).toBeCloseTo(probability, 6);
      });
    });
  });
});

describe("sampleToken", () => {
  const logits = Float32Array.from(fixture.logits[0]!);

  test("temperature 0 takes the most probable token, the first of equals", () => {
    const best = fixture.logits[0]!.indexOf(Math.max(...fixture.logits[0]!));
    expect(sampleToken(logits, settings({ temperature: 0 }), createRandom(1)).token).toBe(best);
    expect(sampleToken(Float32Array.of(1, 3, 3), settings({ temperature: 0 }), createRandom(1)).token).toBe(
      1,
    );
  });

  test("reports the log-probability under the untempered, unfiltered distribution", () => {
    const random = createRandom(2);
    for (let i = 0; i < 20; i++) {
      const { token, logprob } = sampleToken(logits, settings({ temperature: 2, topK: 10 }), random);
      expect(logprob).toBeCloseTo(fixture.logprobs[0]![token]!, 5);
    }
  });

  test("draws as often as the distribution says", () => {
    const random = createRandom(3);
    const { tokens, probabilities } = filteredDistribution(logits, { temperature: 1, topK: 4, topP: 1 });
    const counts = new Map<number, number>();
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      const { token } = sampleToken(logits, settings({ topK: 4 }), random);
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    expect(counts.size).toBe(4);
    tokens.forEach((token, i) => {
      const expected = probabilities[i]!;
      const spread = Math.sqrt((expected * (1 - expected)) / draws);
      expect(Math.abs(counts.get(token)! / draws - expected)).toBeLessThan(4 * spread);
    });
  });

  test("very small temperatures and very large logits stay finite", () => {
    const { token, logprob } = sampleToken(
      Float32Array.of(500, -500, 499),
      settings({ temperature: 1e-3 }),
      createRandom(1),
    );
    expect(token).toBe(0);
    expect(logprob).toBeCloseTo(-Math.log(1 + Math.exp(-1)), 5);
  });
});
