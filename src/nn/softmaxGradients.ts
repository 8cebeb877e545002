import { expOrNothing, logSumExp } from "./sampling.ts";

/** Turns a row of logits into weight·(p − q) in place and returns KL(q ‖ p). */
export function toDivergenceGradient(logits: Float32Array, teacher: Float32Array, weight: number): number {
  const logTotal = logSumExp(logits);
  let divergence = 0;
  for (let v = 0; v < logits.length; v++) {
    const logP = logits[v]! - logTotal;
    const q = expOrNothing(teacher[v]!);
    // 0·log 0 = 0: what the teacher rules out adds nothing.
    if (q > 0) divergence += q * (teacher[v]! - logP);
    logits[v] = weight * (expOrNothing(logP) - q);
  }
  return divergence;
}

/** Turns a row of logits into weight·(p − 1 at the target) in place and returns −log p[target]. */
export function toLikelihoodGradient(logits: Float32Array, target: number, weight: number): number {
  const logTotal = logSumExp(logits);
  const loss = logTotal - logits[target]!;
  // What is only measured has no gradient.
  if (weight === 0) logits.fill(0);
  else for (let v = 0; v < logits.length; v++) logits[v] = weight * expOrNothing(logits[v]! - logTotal);
  logits[target] = logits[target]! - weight;
  return loss;
}
