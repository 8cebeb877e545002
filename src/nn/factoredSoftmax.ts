/** A product of powers of e stays a normal float64 while their exponents add up to no more than this. */
const MAX_EXPONENT = 600;

/** A gradient below this is 0: what comes of it might be subnormal in float32, on which processors are slow. */
const MIN_GRADIENT = 1e-26;

/** The factors of all tokens as a tree, as `TokenFactors` holds them: each node one factor more than its parent. */
export interface FactorTree {
  /** Of each node, in an order in which parents come first; the root, node 0, has no factor. */
  readonly parents: Int32Array;
  readonly factors: Int32Array;
  /** Each token's node. */
  readonly nodes: Int32Array;
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
  private readonly tree: FactorTree;
  private readonly perToken: number;
  /** Of each state, those that it leads to before it: how many tokens end there, and its first edge; the last is the start. */
  private readonly tokensAt: Float64Array;
  private readonly firstEdge: Int32Array;
  /** Of each edge, state by state: its factor, and the state that it leads to. */
  private readonly factorOf: Int32Array;
  private readonly stateOf: Int32Array;

  /** @param perToken most factors of a token */
  constructor(tree: FactorTree, perToken: number) {
    this.tree = tree;
    this.perToken = perToken;
    const { parents, factors, nodes } = tree;
    const tokensOf = new Int32Array(parents.length);
    for (const node of nodes) tokensOf[node]! += 1;
    /** Of each node: its children's factors, and the states that they are. */
    const edgesOf = Array.from(parents, (): [factor: number, state: number][] => []);
    const tokensAt: number[] = [];
    const firstEdge = [0];
    const [factorOf, stateOf]: [number[], number[]] = [[], []];
    const known = new Map<string, number>();
    for (let node = parents.length - 1; node >= 0; node--) {
      const edges = edgesOf[node]!.sort(([a], [b]) => a - b);
      const key = `${tokensOf[node]} ${edges.join(" ")}`;
      const state = known.get(key) ?? tokensAt.length;
      if (state === tokensAt.length) {
        known.set(key, state);
        tokensAt.push(tokensOf[node]!);
        factorOf.push(...edges.map(([factor]) => factor));
        stateOf.push(...edges.map(([, to]) => to));
        firstEdge.push(factorOf.length);
      }
      if (node > 0) edgesOf[parents[node]!]!.push([factors[node]!, state]);
    }
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
    const { parents, factors, nodes } = this.tree;
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
    let loss = Math.log(total);
    for (let node = nodes[target]!; node > 0; node = parents[node]!) loss -= factorLogits[factors[node]!]!;

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
    for (let node = nodes[target]!; node > 0; node = parents[node]!) sums[factors[node]!]! -= total;
    const scale = weight / total;
    for (let factor = 0; factor < sums.length; factor++) {
      const gradient = scale * sums[factor]!;
      if (Math.abs(gradient) >= MIN_GRADIENT) factorLogits[factor] = gradient;
    }
    return loss;
  }
}
