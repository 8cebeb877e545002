import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { FACTORED_CONFIG, textExample, tinyModel, tinyWeights } from "../../test/tinyModel.ts";
import { startWasmBackend } from "../../test/wasmBackend.ts";
import { createPlainKernels } from "./kernels/plain.ts";
import { TokenFactors } from "./tokenFactors.ts";

const COUNT = 7;
const PER_TOKEN = 3;
const tables = fc.array(
  fc.array(fc.integer({ min: -1, max: COUNT - 1 }), { minLength: PER_TOKEN, maxLength: PER_TOKEN }),
  {
    minLength: 1,
    maxLength: 12,
  },
);
const numbers = (length: number) =>
  fc.array(fc.integer({ min: -8, max: 8 }), { minLength: length, maxLength: length });

describe("TokenFactors", () => {
  it("sums the rows of each token's factors, and its backward pass is the transposed of its forward pass", () => {
    fc.assert(
      fc.property(tables, numbers(2 * COUNT), (table, values) => {
        const factors = new TokenFactors(PER_TOKEN, Int32Array.from(table.flat()));
        const logits = factors.logits(Float32Array.from(values), 2);
        const expected = [0, 1].flatMap((row) =>
          table.map((own) => own.filter((f) => f >= 0).reduce((sum, f) => sum + values[row * COUNT + f]!, 0)),
        );
        expect([...logits]).toEqual(expected);
        // ⟨logits(x), y⟩ = ⟨x, gradients(y)⟩ for any y.
        const dLogits = logits.map((value, i) => value - i);
        const gradients = [0, 1].flatMap((row) => [
          ...factors.gradients(dLogits.slice(row * table.length, (row + 1) * table.length), COUNT),
        ]);
        const inner = (a: ArrayLike<number>, b: ArrayLike<number>) =>
          Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
        expect(inner(logits, dLogits)).toBeCloseTo(inner(values, gradients), 3);
      }),
    );
  });

  it.each([
    ["as products of powers", 1],
    ["where such products leave the range of numbers", 90],
  ])("takes the softmax over all tokens, %s", (_, scale) => {
    fc.assert(
      fc.property(
        tables,
        numbers(COUNT),
        fc.nat(),
        fc.constantFrom(0, 0.3),
        (table, values, pick, weight) => {
          const factors = new TokenFactors(PER_TOKEN, Int32Array.from(table.flat()));
          const own = Float32Array.from(values, (value) => value * scale);
          const target = pick % table.length;
          const logits = [...factors.logits(own, 1)];
          const max = Math.max(...logits);
          const total = logits.reduce((sum, logit) => sum + Math.exp(logit - max), 0);
          const byTokens = logits.map(
            (logit, token) => weight * (Math.exp(logit - max) / total - (token === target ? 1 : 0)),
          );
          const expected = Array.from({ length: COUNT }, (_, factor) =>
            table.reduce((sum, held, t) => sum + held.filter((f) => f === factor).length * byTokens[t]!, 0),
          );
          expect(factors.likelihoodGradient(own, target, weight)).toBeCloseTo(
            max + Math.log(total) - logits[target]!,
            3,
          );
          own.forEach((gradient, factor) => {
            expect(gradient).toBeCloseTo(expected[factor]!, 5);
          });
        },
      ),
    );
  });

  describe("in a model", () => {
    beforeAll(startWasmBackend);

    it("is the same as the table of the sums", async () => {
      const weights = tinyWeights(FACTORED_CONFIG, 1);
      const { vocabSize: rows, hiddenSize: cols } = FACTORED_CONFIG;
      const everyToken = Array.from({ length: rows }, (_, token) => token);
      const data = weights.factors!.embed(weights.embedding, everyToken);
      const summed = tinyModel(createPlainKernels(), { config: FACTORED_CONFIG });
      const table = tinyModel(createPlainKernels(), {
        config: { ...FACTORED_CONFIG, factors: null },
        weights: { ...weights, embedding: { rows, cols, format: "f32", data }, factors: null },
      });
      const examples = ["Ada wrote a poem.", "The mill is red."].map(textExample);
      const [ofSums, ofTable] = [await summed.score(examples), await table.score(examples)];
      ofSums.forEach(({ nll }, i) => {
        expect(nll).toBeCloseTo(ofTable[i]!.nll, 2);
      });
      const [first] = await summed.logProbs(examples.slice(0, 1));
      const [other] = await table.logProbs(examples.slice(0, 1));
      first!.forEach((value, i) => {
        expect(Math.abs(value - other![i]!)).toBeLessThan(1e-3);
      });
      summed.dispose();
      table.dispose();
    });
  });
});
