/** A product of powers of e stays a normal float64 while their exponents add up to no more than this. */
const MAX_EXPONENT = 600;

/** A gradient below this is 0: what comes of it might be subnormal in float32, on which processors are slow. */
const MIN_GRADIENT = 1e-26;

/** Factors by their number, and what may follow each. */
interface Prefix {
  /** How many tokens have these factors and no more. */
  tokens: number;
  next: Map<number, Prefix>;
}

/**
 * The softmax over tokens whose logits are sums of their factors' logits, without ever taking the tokens one by one.
 *
 * e to the power of a sum is a product, so a token's weight is the product of its factors' weights, and the weights of all
 * tokens add up along the tree of their factors. Branches of this tree that hold the same are one state here, so that it is
 * the smallest deterministic automaton which accepts the tokens' lists of factors: for grids of cells a few hundred
 * edges in the place of thousands of tokens. Sums and gradients are its forward and backward algorithm.
 */
export class FactoredSoftmax {
  private readonly perToken: number;
  private readonly table: Int32Array;
  /** Of each state, those that it leads to before it: how many tokens end there, and its first edge; the last is the start. */
  private readonly tokensAt: Float64Array;
  private readonly firstEdge: Int32Array;
  /** Of each edge, state by state: its factor, and the state that it leads to. */
  private readonly factorOf: Int32Array;
  private readonly stateOf: Int32Array;

  /**
   * @param perToken most factors of a token
   * @param table `[tokens, perToken]`: the factors of each token, then -1s
   */
  constructor(perToken: number, table: Int32Array) {
    this.perToken = perToken;
    this.table = table;
    const start: Prefix = { tokens: 0, next: new Map() };
    for (let token = 0; token < table.length / perToken; token++) {
      let prefix = start;
      for (const factor of this.factorsOf(token)) {
        const next = prefix.next.get(factor) ?? { tokens: 0, next: new Map() };
        prefix.next.set(factor, next);
        prefix = next;
      }
      prefix.tokens += 1;
    }
    const tokensAt: number[] = [];
    const firstEdge = [0];
    const [factorOf, stateOf]: [number[], number[]] = [[], []];
    const known = new Map<string, number>();
    const stateAfter = ({ tokens, next }: Prefix): number => {
      const edges = [...next].map(([factor, prefix]) => [factor, stateAfter(prefix)] as const);
      edges.sort(([a], [b]) => a - b);
      const key = `${tokens} ${edges.join(" ")}`;
      const state = known.get(key) ?? tokensAt.length;
      if (state === tokensAt.length) {
        known.set(key, state);
        tokensAt.push(tokens);
        factorOf.push(...edges.map(([factor]) => factor));
        stateOf.push(...edges.map(([, to]) => to));
        firstEdge.push(factorOf.length);
      }
      return state;
    };
    stateAfter(start);
    this.tokensAt = Float64Array.from(tokensAt);
    this.firstEdge = Int32Array.from(firstEdge);
    this.factorOf = Int32Array.from(factorOf);
    this.stateOf = Int32Array.from(stateOf);
  }

  /** Whether the weights of tokens with these logits of their factors are within the range of float64. */
  holds(factorLogits: Float32Array): boolean {
    let largest = 0;
    for (const logit of factorLogits) largest = Math.max(largest, Math.abs(logit));
    return largest * this.perToken <= MAX_EXPONENT;
  }

  /**
   * Turns a row of factors' logits into the gradient of weight·(−log p[target]) by them, in place, and returns −log p[target].
   */
  likelihoodGradient(factorLogits: Float32Array, target: number, weight: number): number {
    const { tokensAt, firstEdge, factorOf, stateOf } = this;
    const states = tokensAt.length;
    const powers = new Float64Array(factorLogits.length);
    for (let factor = 0; factor < powers.length; factor++) powers[factor] = Math.exp(factorLogits[factor]!);
    /** Of each state: the weights of all that may follow it. */
    const after = Float64Array.from(tokensAt);
    for (let state = 0; state < states; state++) {
      let sum = after[state]!;
      const end = firstEdge[state + 1]!;
      for (let edge = firstEdge[state]!; edge < end; edge++) {
        sum += powers[factorOf[edge]!]! * after[stateOf[edge]!]!;
      }
      after[state] = sum;
    }
    const total = after[states - 1]!;
    const factors = this.factorsOf(target);
    let loss = Math.log(total);
    for (const factor of factors) loss -= factorLogits[factor]!;

    factorLogits.fill(0);
    // What is only measured has no gradient.
    if (weight === 0) return loss;
    /** Of each state: the weights of all that may come before it. */
    const before = new Float64Array(states);
    before[states - 1] = 1;
    /** Of each factor: the weights of all tokens that have it. */
    const sums = new Float64Array(factorLogits.length);
    for (let state = states - 1; state >= 0; state--) {
      const own = before[state]!;
      const end = firstEdge[state + 1]!;
      for (let edge = firstEdge[state]!; edge < end; edge++) {
        const factor = factorOf[edge]!;
        const next = stateOf[edge]!;
        const through = own * powers[factor]!;
        before[next]! += through;
        sums[factor]! += through * after[next]!;
      }
    }
    for (const factor of factors) sums[factor]! -= total;
    const scale = weight / total;
    for (let factor = 0; factor < sums.length; factor++) {
      const gradient = scale * sums[factor]!;
      if (Math.abs(gradient) >= MIN_GRADIENT) factorLogits[factor] = gradient;
    }
    return loss;
  }

  private factorsOf(token: number): Int32Array {
    const own = this.table.subarray(token * this.perToken, (token + 1) * this.perToken);
    return own.filter((factor) => factor >= 0);
  }
}
