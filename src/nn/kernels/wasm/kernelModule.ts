import type { Host } from "./host.ts";

/** What `assembly/index.ts` exports. Addresses are byte offsets in the kernels' memory; 0 means absent. */
export interface KernelExports {
  serve(threadIndex: number): void;
  setHelpers(count: number): void;
  setScratch(address: number, bytesPerThread: number): void;
  fillPanels(w: number): void;
  linearScratch(w: number, rank: number): number;
  linear(x: number, w: number, y: number, bias: number, u: number, b: number, n: number, rank: number): void;
  linearBackward(dy: number, w: number, dx: number, g: number, a: number, n: number, rank: number): void;
  projectScratch(rank: number): number;
  project(
    x: number,
    m: number,
    y: number,
    n: number,
    k: number,
    rank: number,
    scale: number,
    transposed: number,
  ): void;
  outer(a: number, b: number, c: number, n: number, rows: number, cols: number): void;
  attentionScratch(keys: number, headDim: number): number;
  causalAttention(
    q: number,
    k: number,
    v: number,
    out: number,
    lengths: number,
    batch: number,
    length: number,
    heads: number,
    kvHeads: number,
    headDim: number,
    window: number,
  ): void;
  attentionBackwardScratch(keys: number, headDim: number): number;
  causalAttentionBackward(
    dOut: number,
    q: number,
    k: number,
    v: number,
    dq: number,
    dk: number,
    dv: number,
    lengths: number,
    batch: number,
    length: number,
    heads: number,
    kvHeads: number,
    headDim: number,
    window: number,
  ): void;
  attendCached(
    q: number,
    k: number,
    v: number,
    out: number,
    layer: number,
    starts: number,
    lengths: number,
    batch: number,
    newTokens: number,
    capacity: number,
    heads: number,
    kvHeads: number,
    headDim: number,
    window: number,
  ): void;
  rmsNorm(x: number, gain: number, y: number, rows: number, cols: number, eps: number): void;
  rmsNormBackward(
    dy: number,
    x: number,
    gain: number,
    dx: number,
    rows: number,
    cols: number,
    eps: number,
  ): void;
  rope(
    x: number,
    y: number,
    cos: number,
    sin: number,
    positions: number,
    rows: number,
    heads: number,
    headDim: number,
    sign: number,
  ): void;
  add(a: number, b: number, y: number, count: number): void;
  glu(gate: number, up: number, y: number, count: number, linear: number, cubic: number): void;
  gluBackward(
    dy: number,
    gate: number,
    up: number,
    dGate: number,
    dUp: number,
    count: number,
    linear: number,
    cubic: number,
  ): void;
  adamW(
    parameter: number,
    gradient: number,
    m: number,
    v: number,
    newParameter: number,
    newM: number,
    newV: number,
    count: number,
    beta1: number,
    beta2: number,
    eps: number,
    gradientScale: number,
    decay: number,
    rate: number,
    rootCorrection: number,
  ): void;
  loss(
    logits: number,
    targets: number,
    weights: number,
    sums: number,
    targetLogits: number,
    rows: number,
    vocab: number,
  ): void;
}

/** Compiles the variant of the kernels (see buildKernels.mjs) for shared or private memory. */
export async function compileKernels(
  host: Host,
  shared: boolean,
  relaxed: boolean,
): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await host.readKernels(shared, relaxed));
}
