import { type Cluster, clusteredInterval, wilson } from "../src/protocol/intervals.ts";

/** Right answers of some, in per cent with an interval that resamples the clusters: "15/36 = 41.7 % [33, 50]". */
export function shareText(clusters: readonly Cluster[]): string {
  const { sum, count } = totalOf(clusters);
  const interval = clusteredInterval(clusters) ?? wilson(sum, count);
  return `${sum}/${count} = ${percent(sum / count)} %${bounds(interval)}`;
}

/** A difference in points, where each cluster's sum is one of right answers: "8.9 [1, 18]". */
export function pointsText(clusters: readonly Cluster[]): string {
  const { sum, count } = totalOf(clusters);
  return percent(sum / count) + bounds(clusteredInterval(clusters));
}

/** The clusters of several seeds as one for each context, which is the same for all seeds. */
export function joinClusters(bySeed: readonly (readonly Cluster[])[]): Cluster[] {
  return (bySeed[0] ?? []).map((_, context) => totalOf(bySeed.flatMap((own) => own[context] ?? [])));
}

/** Cluster by cluster, how many more right answers than another has of the same questions. */
export function gainOver(clusters: readonly Cluster[], other: readonly Cluster[]): Cluster[] {
  return clusters.map(({ sum, count }, i) => ({ sum: sum - (other[i]?.sum ?? 0), count }));
}

/** Never "-0". */
export function percent(share: number, digits = 1): string {
  return (100 * share).toFixed(digits).replace(/^-(?=0(\.0*)?$)/, "");
}

function totalOf(clusters: readonly Cluster[]): Cluster {
  return clusters.reduce((all, one) => ({ sum: all.sum + one.sum, count: all.count + one.count }), {
    sum: 0,
    count: 0,
  });
}

function bounds(interval: [number, number] | null): string {
  return interval ? ` [${interval.map((bound) => percent(bound, 0)).join(", ")}]` : "";
}
