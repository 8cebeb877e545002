import * as tf from "@tensorflow/tfjs-core";
import { FactoredSoftmax } from "./factoredSoftmax.ts";
import type { PackedMatrix } from "./packedMatrix.ts";
import { toLikelihoodGradient } from "./softmaxGradients.ts";
import { unpackMatrix } from "./unpackMatrix.ts";

/** No factor: tokens have different numbers of them. */
const NONE = -1;

/**
 * An embedding that is a sum: each token's vector is the sum of the vectors of a few factors that many tokens share,
 * for a cell of a grid its role, colour, row and column. The embedding's matrix then has a row for each factor, not
 * for each token; tied with the head, a token's logit is the sum of its factors' logits.
 *
 * Tokens whose first factors are the same share that part of the sum: the factors are held as a tree, each node
 * one factor more than its parent, each token one node. So all logits cost little more than one addition a token.
 */
export class TokenFactors {
  readonly vocabSize: number;
  /** Of each node in an order in which parents come first; the root, node 0, has no factor. */
  private readonly parents: Int32Array;
  private readonly factors: Int32Array;
  /** Each token's node. */
  private readonly nodes: Int32Array;
  private readonly softmax: FactoredSoftmax;

  /**
   * @param perToken most factors of a token
   * @param table `[tokens, perToken]`: the factors of each token, those that most tokens share first, then -1s
   */
  constructor(perToken: number, table: Int32Array) {
    this.vocabSize = table.length / perToken;
    const parents = [NONE];
    const factors = [NONE];
    const known = new Map<string, number>();
    this.nodes = Int32Array.from({ length: this.vocabSize }, (_, token) => {
      let node = 0;
      for (const factor of table.subarray(token * perToken, (token + 1) * perToken)) {
        if (factor === NONE) continue;
        const key = `${node} ${factor}`;
        const next = known.get(key) ?? parents.length;
        if (next === parents.length) {
          known.set(key, next);
          parents.push(node);
          factors.push(factor);
        }
        node = next;
      }
      return node;
    });
    this.parents = Int32Array.from(parents);
    this.factors = Int32Array.from(factors);
    this.softmax = new FactoredSoftmax(
      { parents: this.parents, factors: this.factors, nodes: this.nodes },
      perToken,
    );
  }

  /** The vectors of tokens, `[tokens, matrix.cols]`. */
  embed(matrix: PackedMatrix, tokens: ArrayLike<number>): Float32Array<ArrayBuffer> {
    const { cols } = matrix;
    const vectors = unpackMatrix(matrix);
    const out = new Float32Array(tokens.length * cols);
    for (let i = 0; i < tokens.length; i++) {
      for (let node = this.nodes[tokens[i]!]!; node > 0; node = this.parents[node]!) {
        const start = this.factors[node]! * cols;
        for (let c = 0; c < cols; c++) out[i * cols + c] = out[i * cols + c]! + vectors[start + c]!;
      }
    }
    return out;
  }

  /** From the logits of all factors, `[rows, factors]`, those of all tokens, `[rows, vocabulary]`. */
  logits(factorLogits: Float32Array, rows: number): Float32Array<ArrayBuffer> {
    const { vocabSize, parents, factors, nodes } = this;
    const count = factorLogits.length / rows;
    const sums = new Float32Array(parents.length);
    const out = new Float32Array(rows * vocabSize);
    for (let row = 0; row < rows; row++) {
      const start = row * count;
      for (let node = 1; node < sums.length; node++) {
        sums[node] = sums[parents[node]!]! + factorLogits[start + factors[node]!]!;
      }
      const first = row * vocabSize;
      for (let token = 0; token < vocabSize; token++) out[first + token] = sums[nodes[token]!]!;
    }
    return out;
  }

  /** The backward pass of `logits` for one row: from the gradient by the tokens' logits that by the `count` factors' logits. */
  gradients(dLogits: Float32Array, count: number): Float32Array<ArrayBuffer> {
    const { vocabSize, parents, factors, nodes } = this;
    const sums = new Float32Array(parents.length);
    const out = new Float32Array(count);
    for (let token = 0; token < vocabSize; token++) {
      const own = dLogits[token]!;
      // Of most tokens the softmax leaves nothing.
      if (own !== 0) sums[nodes[token]!]! += own;
    }
    for (let node = sums.length - 1; node > 0; node--) {
      const own = sums[node]!;
      if (own === 0) continue;
      sums[parents[node]!]! += own;
      out[factors[node]!]! += own;
    }
    return out;
  }

  /** Has a row of factors' logits turned into the gradient by them by what turns the tokens' logits into that by those. */
  through(factorLogits: Float32Array, toGradient: (logits: Float32Array) => number): number {
    const logits = this.logits(factorLogits, 1);
    const loss = toGradient(logits);
    factorLogits.set(this.gradients(logits, factorLogits.length));
    return loss;
  }

  /** `toLikelihoodGradient` of a row of factors' logits, which become the gradient by them; returns −log p[target]. */
  likelihoodGradient(factorLogits: Float32Array, target: number, weight: number): number {
    return this.softmax.holds(factorLogits)
      ? this.softmax.likelihoodGradient(factorLogits, target, weight)
      : this.through(factorLogits, (logits) => toLikelihoodGradient(logits, target, weight));
  }

  /** `logits` of a tensor, which it disposes of. In ordinary memory, so that every backend has it. */
  async expand(factorLogits: tf.Tensor2D): Promise<tf.Tensor2D> {
    const [rows] = factorLogits.shape;
    const values = await factorLogits.data<"float32">();
    factorLogits.dispose();
    return tf.tensor2d(this.logits(values, rows), [rows, this.vocabSize]);
  }
}
