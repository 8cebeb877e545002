import {
  ATTENTION_HELPERS,
  ATTENTION_SCALARS,
  attentionTiles,
  dotFunction,
  vectorType,
  vectorWidth,
} from "./attentionProgram.ts";
import { type GpuProgram, programOf } from "./gpuProgram.ts";

/** Half the keys of the forward pass: keys and values, queries and gradients are held together. */
export function backwardTiles(headDim: number): { queries: number; keys: number } {
  const { queries, keys } = attentionTiles(headDim, 2);
  return { queries, keys: Math.max(1, Math.floor(keys / 2)) };
}

/** Names and sizes that both programs use. */
function parts(headDim: number) {
  const width = vectorWidth(headDim);
  const perHead = headDim / width;
  return { ...backwardTiles(headDim), vec: vectorType(width), perHead, stride: perHead + 1, width };
}

function sharedTiles(headDim: number): string {
  const { queries, keys, vec, perHead, stride, width } = parts(headDim);
  return `
var<workgroup> qs: array<${vec}, ${queries * perHead}>;
var<workgroup> gs: array<${vec}, ${queries * perHead}>;
var<workgroup> ks: array<${vec}, ${keys * stride}>;
var<workgroup> vs: array<${vec}, ${keys * stride}>;
var<workgroup> ps: array<f32, ${queries * keys}>;
var<workgroup> ds: array<f32, ${queries * keys}>;
${ATTENTION_HELPERS}
${dotFunction(width)}
// Element d of head h of a row, in an activation with \`heads\` heads.
fn at(row: u32, heads: u32, h: u32, d: u32) -> u32 { return (row * heads + h) * ${perHead}u + d; }`;
}

/** Fills qs (scaled) and gs with queries \`first\` … of head \`head\`, and 0 beyond the sequence. */
function loadQueries(headDim: number): string {
  const { queries, vec, perHead } = parts(headDim);
  return `
for (var i = thread; i < ${queries * perHead}u; i += 64u) {
  let t = first + i / ${perHead}u;
  qs[i] = ${vec}(0.0);
  gs[i] = ${vec}(0.0);
  if (t < length) {
    let from_ = at(b * u.newTokens + t, u.heads, head, i % ${perHead}u);
    qs[i] = u.scale * q[from_];
    gs[i] = dOut[from_];
  }
}`;
}

function loadKeys(headDim: number): string {
  const { keys, vec, perHead, stride } = parts(headDim);
  return `
for (var i = thread; i < ${keys * perHead}u; i += 64u) {
  let j = j0 + i / ${perHead}u;
  let to = (i / ${perHead}u) * ${stride}u + i % ${perHead}u;
  ks[to] = ${vec}(0.0);
  vs[to] = ${vec}(0.0);
  if (j < length) {
    let from_ = at(b * u.newTokens + j, u.kvHeads, kvHead, i % ${perHead}u);
    ks[to] = k[from_];
    vs[to] = v[from_];
  }
}`;
}

/** Declares score = scaled q·k and dp = dOut·v of the pair \`query\`, \`key\` of the tiles, and whether it \`counts\`. */
function pair(headDim: number): string {
  const { perHead, stride } = parts(headDim);
  return `
  var score = 0.0;
  var dp = 0.0;
  let counts = j0 + key < visible(first + query, length) && j0 + key >= firstSeen(first + query);
  if (counts) {
    for (var d = 0u; d < ${perHead}u; d++) {
      score += product(qs[query * ${perHead}u + d], ks[key * ${stride}u + d]);
      dp += product(gs[query * ${perHead}u + d], vs[key * ${stride}u + d]);
    }
  }`;
}

/**
 * dq, and for each query what the keys' program needs: the log of the softmax's denominator and
 * delta = Σ_j p_j · (dOut·v_j), in `stats` `[n, heads, 2]`. Two walks over the keys: one for the statistics,
 * one for dq = scale · Σ_j p_j (dp_j − delta) k_j. Grid: x = query blocks, y = heads, z = batch.
 */
export function attentionBackwardQueriesProgram(headDim: number): GpuProgram {
  const { queries, keys, vec, perHead, stride } = parts(headDim);
  const accs = Math.ceil((queries * perHead) / 64);
  const walk = (tile: string) => `
for (var j0 = (firstSeen(first) / ${keys}u) * ${keys}u; j0 < keyEnd; j0 += ${keys}u) {
  ${loadKeys(headDim)}
  workgroupBarrier();
  for (var i = thread; i < ${queries * keys}u; i += 64u) {
    let query = i / ${keys}u;
    let key = i % ${keys}u;
    ${pair(headDim)}
    ${tile}
}`;
  return programOf(`attentionBackwardQueries_${headDim}`, () => ({
    reads: { dOut: vec, q: vec, k: vec, v: vec },
    writes: { dq: vec, stats: "vec2<f32>" },
    scalars: ATTENTION_SCALARS,
    list: true,
    threads: 64,
    declarations: `${sharedTiles(headDim)}
var<workgroup> logSum: array<f32, ${queries}>;
var<workgroup> delta: array<f32, ${queries}>;`,
    body: `
let head = wg.y;
let b = wg.z;
let kvHead = head / (u.heads / u.kvHeads);
let length = u32(list[u.batch + b]);
let first = wg.x * ${queries}u;
let keyEnd = min(length, first + ${queries}u);
${loadQueries(headDim)}
var high = -3.0e38;
var sum = 0.0;
var weighted = 0.0;
${walk(`
    ps[i] = select(-3.0e38, score, counts);
    ds[i] = dp;
  }
  workgroupBarrier();
  if (thread < ${queries}u) {
    var newHigh = high;
    for (var j = 0u; j < ${keys}u; j++) { newHigh = max(newHigh, ps[thread * ${keys}u + j]); }
    let shrink = exp(high - newHigh);
    sum *= shrink;
    weighted *= shrink;
    for (var j = 0u; j < ${keys}u; j++) {
      let score = ps[thread * ${keys}u + j];
      let p = select(0.0, exp(score - newHigh), score > -1.0e38);
      sum += p;
      weighted += p * ds[thread * ${keys}u + j];
    }
    high = newHigh;
  }
  workgroupBarrier();`)}
if (thread < ${queries}u) {
  logSum[thread] = high + log(max(sum, 1.0e-38));
  delta[thread] = weighted / max(sum, 1.0e-38);
  if (first + thread < u.newTokens) {
    stats[(b * u.newTokens + first + thread) * u.heads + head] = vec2<f32>(logSum[thread], delta[thread]);
  }
}
workgroupBarrier();
var acc: array<${vec}, ${accs}>;
${walk(`
    ds[i] = select(0.0, exp(score - logSum[query]) * (dp - delta[query]), counts);
  }
  workgroupBarrier();
  for (var a = 0u; a < ${accs}u; a++) {
    let i = thread + 64u * a;
    if (i < ${queries * perHead}u) {
      for (var j = 0u; j < ${keys}u; j++) {
        acc[a] += ds[(i / ${perHead}u) * ${keys}u + j] * ks[j * ${stride}u + i % ${perHead}u];
      }
    }
  }
  workgroupBarrier();`)}
for (var a = 0u; a < ${accs}u; a++) {
  let i = thread + 64u * a;
  let t = first + i / ${perHead}u;
  if (i < ${queries * perHead}u && t < u.newTokens) {
    dq[at(b * u.newTokens + t, u.heads, head, i % ${perHead}u)] = u.scale * acc[a];
  }
}`,
  }));
}

/**
 * dk = scale · Σ p (dp − delta) q and dv = Σ p · dOut over all queries and query heads that see a key.
 * Grid: x = key blocks, y = key heads, z = batch.
 */
export function attentionBackwardKeysProgram(headDim: number): GpuProgram {
  const { queries, keys, vec, perHead } = parts(headDim);
  const accs = Math.ceil((keys * perHead) / 64);
  return programOf(`attentionBackwardKeys_${headDim}`, () => ({
    reads: { dOut: vec, q: vec, k: vec, v: vec, stats: "vec2<f32>" },
    writes: { dk: vec, dv: vec },
    scalars: ATTENTION_SCALARS,
    list: true,
    threads: 64,
    declarations: sharedTiles(headDim),
    body: `
let kvHead = wg.y;
let b = wg.z;
let length = u32(list[u.batch + b]);
let j0 = wg.x * ${keys}u;
let group = u.heads / u.kvHeads;
${loadKeys(headDim)}
var accK: array<${vec}, ${accs}>;
var accV: array<${vec}, ${accs}>;
// Queries before the keys do not see them.
let firstBlock = (j0 / ${queries}u) * ${queries}u;
for (var head = kvHead * group; head < (kvHead + 1u) * group; head++) {
  for (var first = firstBlock; first < length; first += ${queries}u) {
    ${loadQueries(headDim)}
    workgroupBarrier();
    for (var i = thread; i < ${queries * keys}u; i += 64u) {
      let query = i / ${keys}u;
      let key = i % ${keys}u;
      ${pair(headDim)}
      ps[i] = 0.0;
      ds[i] = 0.0;
      if (counts) {
        let stat = stats[(b * u.newTokens + first + query) * u.heads + head];
        let p = exp(score - stat.x);
        ps[i] = p;
        ds[i] = p * (dp - stat.y);
      }
    }
    workgroupBarrier();
    for (var a = 0u; a < ${accs}u; a++) {
      let i = thread + 64u * a;
      if (i < ${keys * perHead}u) {
        for (var query = 0u; query < ${queries}u; query++) {
          let pairAt = query * ${keys}u + i / ${perHead}u;
          accK[a] += ds[pairAt] * qs[query * ${perHead}u + i % ${perHead}u];
          accV[a] += ps[pairAt] * gs[query * ${perHead}u + i % ${perHead}u];
        }
      }
    }
    workgroupBarrier();
  }
}
for (var a = 0u; a < ${accs}u; a++) {
  let i = thread + 64u * a;
  let j = j0 + i / ${perHead}u;
  if (i < ${keys * perHead}u && j < u.newTokens) {
    let to = at(b * u.newTokens + j, u.kvHeads, kvHead, i % ${perHead}u);
    dk[to] = accK[a];
    dv[to] = accV[a];
  }
}`,
  }));
}
