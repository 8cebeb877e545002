import { createRandom } from "./random.ts";
import type { Tally } from "./run.ts";

/** Two-sided 95 % quantile of the standard normal. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval of a proportion, 95 %. It stays inside [0, 1] and is honest for few items; it takes
 * the items as independent, so it is used for the questions of one passage.
 *
 * @returns [0, 1] where nothing was counted
 */
export function wilson(correct: number, total: number): [number, number] {
  if (total === 0) return [0, 1];
  const p = correct / total;
  const denominator = 1 + Z ** 2 / total;
  const centre = (p + Z ** 2 / (2 * total)) / denominator;
  const half = (Z / denominator) * Math.sqrt((p * (1 - p)) / total + Z ** 2 / (4 * total ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** What one cluster (a passage, in one seed or several) contributes: a sum of scores over a number of items. */
export interface Cluster {
  sum: number;
  count: number;
}

const RESAMPLES = 10_000;

/**
 * Percentile bootstrap over clusters, 95 %: whole passages are drawn with replacement, because the questions of
 * one passage stand or fall together. Of differences, give the difference as each cluster's sum.
 *
 * @returns the interval of Σ sum / Σ count; with fewer than two clusters null, since nothing can be said
 */
export function clusteredInterval(clusters: readonly Cluster[], seed = 0): [number, number] | null {
  if (clusters.length < 2) return null;
  const random = createRandom(seed).fork("clustered interval");
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < clusters.length; i++) {
      const cluster = random.pick(clusters);
      sum += cluster.sum;
      count += cluster.count;
    }
    return count === 0 ? 0 : sum / count;
  }).sort((a, b) => a - b);
  return [means[Math.floor(0.025 * RESAMPLES)]!, means[Math.ceil(0.975 * RESAMPLES) - 1]!];
}

/** Right answers, one a point, of all clusters together; the interval resamples them where there are several. */
export function clusteredTally(clusters: readonly Cluster[]): Tally {
  const correct = clusters.reduce((all, { sum }) => all + sum, 0);
  const total = clusters.reduce((all, { count }) => all + count, 0);
  return { correct, total, interval: clusteredInterval(clusters) ?? wilson(correct, total) };
}
