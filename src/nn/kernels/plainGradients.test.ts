import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { randomPacked } from "../../../test/packedSamples.ts";
import { createRandom } from "../../protocol/random.ts";
import { unpackMatrix } from "../unpackMatrix.ts";
import type { AttentionShape, RopeAngles } from "./kernels.ts";
import { createPlainKernels } from "./plain.ts";

/** The hand-written backward passes against TensorFlow.js's autodiff of formulas written anew, on the CPU backend. */
describe("plain kernels' gradients", () => {
  const kernels = createPlainKernels();
  const random = createRandom(5);
  const matrix = (rows: number, cols: number) =>
    tf.tensor2d(
      Float32Array.from({ length: rows * cols }, () => random.normal()),
      [rows, cols],
    );

  beforeAll(async () => {
    await tf.setBackend("cpu");
  });
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  test("linear, by x, A and B", async () => {
    const packed = randomPacked(random, "q8", 10, 32);
    const w = kernels.frozen(packed);
    const wholeW = tf.tensor2d(unpackMatrix(packed), [10, 32]);
    const [x, a, b, bias, dy] = [
      matrix(7, 32),
      matrix(32, 3),
      matrix(3, 10),
      tf.ones<tf.Rank.R1>([10]),
      matrix(7, 10),
    ];
    const formula = (xs: tf.Tensor, as: tf.Tensor, bs: tf.Tensor) =>
      tf.add(tf.add(tf.matMul(xs, wholeW, false, true), bias), tf.mul(tf.matMul(tf.matMul(xs, as), bs), 0.3));
    await expectEqual(kernels.linear(x, w, { a, b, scale: 0.3 }, bias), formula(x, a, b));
    const [dx, da, db] = tf.grads(formula)([x, a, b], dy);
    const actual = kernels.linearBackward(dy, x, w, { a, b, scale: 0.3 });
    await expectEqual(actual.dx, dx!);
    await expectEqual(actual.lora!.da, da!);
    await expectEqual(actual.lora!.db, db!);
  });

  test("rmsNorm", async () => {
    const [x, dy] = [matrix(6, 12), matrix(6, 12)];
    const gain = tf.tensor1d(Float32Array.from({ length: 12 }, () => random.normal()));
    const formula = (xs: tf.Tensor) =>
      tf.mul(tf.div(xs, tf.sqrt(tf.add(tf.mean(tf.square(xs), 1, true), 1e-3))), gain);
    await expectEqual(kernels.rmsNorm(x, gain, 1e-3), formula(x));
    await expectEqual(kernels.rmsNormBackward(dy, x, gain, 1e-3), tf.grad(formula)(x, dy));
  });

  test("rope: complex numbers turned by the angle of their position, and back", async () => {
    const positions = Int32Array.from([3, 0, 4]);
    const angles = Float32Array.from({ length: 5 * 2 }, () => 6 * random.next());
    const rope: RopeAngles = { cos: angles.map(Math.cos), sin: angles.map(Math.sin), headDim: 4, positions };
    const x = matrix(3, 8);
    const turned = kernels.rope(x, rope, false);
    const values = await x.data();
    const expected = Float32Array.from({ length: 24 }, (_, i) => {
      const [row, head, part, pair] = [
        Math.floor(i / 8),
        Math.floor(i / 4) % 2,
        Math.floor(i / 2) % 2,
        i % 2,
      ];
      const angle = angles[positions[row]! * 2 + pair]!;
      const re = values[row * 8 + head * 4 + pair]!;
      const im = values[row * 8 + head * 4 + 2 + pair]!;
      return part ? im * Math.cos(angle) + re * Math.sin(angle) : re * Math.cos(angle) - im * Math.sin(angle);
    });
    await expectEqual(turned, tf.tensor2d(expected, [3, 8]));
    await expectEqual(kernels.rope(turned, rope, true), x);
  });

  test.each([
    ["silu", (g: tf.Tensor) => tf.div(g, tf.add(1, tf.exp(tf.neg(g))))],
    [
      "gelu",
      (g: tf.Tensor) => {
        const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(g, tf.mul(0.044715, tf.pow(g, 3))));
        return tf.mul(tf.mul(0.5, g), tf.add(1, tf.tanh(inner)));
      },
    ],
  ] as const)("gated by %s", async (activation, act) => {
    const [gate, up, dy] = [matrix(5, 6), matrix(5, 6), matrix(5, 6)];
    const formula = (g: tf.Tensor, u: tf.Tensor) => tf.mul(act(g), u);
    await expectEqual(kernels.glu(gate, up, activation), formula(gate, up));
    const [dGate, dUp] = tf.grads(formula)([gate, up], dy);
    const actual = kernels.gluBackward(dy, gate, up, activation);
    await expectEqual(actual.dGate, dGate!);
    await expectEqual(actual.dUp, dUp!);
  });

  test.each([0, 2])("attention, window: %s", async (window) => {
    const shape: AttentionShape = {
      batch: 2,
      length: 5,
      heads: 4,
      kvHeads: 2,
      headDim: 3,
      lengths: Int32Array.from([5, 3]),
      window,
    };
    const [q, k, v, dOut] = [matrix(10, 12), matrix(10, 6), matrix(10, 6), matrix(10, 12)];
    // One head of one sequence at a time, as in the definition.
    const formula = (qs: tf.Tensor, ks: tf.Tensor, vs: tf.Tensor) => {
      const sequences = [0, 1].map((b) => {
        const real = shape.lengths[b]!;
        const heads = [0, 1, 2, 3].map((head) => {
          const part = (x: tf.Tensor, of: number) => tf.slice(x, [b * 5, of * 3], [real, 3]);
          const group = Math.floor(head / 2);
          const scores = tf.div(tf.matMul(part(qs, head), part(ks, group), false, true), Math.sqrt(3));
          const mask = tf.buffer([real, real]);
          for (let i = 0; i < real; i++) {
            for (let j = i + 1; j < real; j++) mask.set(-1e9, i, j);
            for (let j = 0; window > 0 && j <= i - window; j++) mask.set(-1e9, i, j);
          }
          return tf.matMul(tf.softmax(tf.add(scores, mask.toTensor())), part(vs, group));
        });
        return tf.pad(tf.concat(heads, 1), [
          [0, 5 - real],
          [0, 0],
        ]);
      });
      return tf.concat(sequences);
    };
    await expectEqual(kernels.attention(q, k, v, shape), formula(q, k, v));
    const [dq, dk, dv] = tf.grads(formula)([q, k, v], dOut);
    const actual = kernels.attentionBackward(dOut, q, k, v, shape);
    await expectEqual(actual.dq, dq!);
    await expectEqual(actual.dk, dk!);
    await expectEqual(actual.dv, dv!);
  });

  test("headLoss", async () => {
    const packed = randomPacked(random, "f32", 20, 6);
    const wholeW = tf.tensor2d(unpackMatrix(packed), [20, 6]);
    const x = matrix(5, 6);
    const targets = Int32Array.from([19, 0, 7, 7, 3]);
    const weights = Float32Array.from([0.5, 0, 1, 2, 0.1]);
    const formula = (xs: tf.Tensor) =>
      tf.neg(
        tf.sum(
          tf.mul(
            tf.logSoftmax(tf.matMul(xs, wholeW, false, true)),
            tf.oneHot(tf.tensor1d(targets, "int32"), 20),
          ),
          1,
        ),
      );
    const { nll, dx } = kernels.headLoss(x, kernels.frozen(packed), targets, weights);
    await expectEqual(nll, formula(x));
    await expectEqual(dx, tf.grad(formula)(x, tf.tensor1d(weights)));
  });
});

async function expectEqual(actual: tf.Tensor, expected: tf.Tensor): Promise<void> {
  expect(actual.shape).toEqual(expected.shape);
  const [one, other] = [await actual.data(), await expected.data()];
  for (let i = 0; i < other.length; i++) expect(Math.abs(one[i]! - other[i]!)).toBeLessThan(2e-5);
}
