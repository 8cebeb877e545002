import { clusteredInterval, wilson } from "../../../protocol/intervals.ts";
import type { Condition } from "../../../protocol/run.ts";
import { BINOMIAL, CLUSTERED } from "../../commands/setupSchemas.ts";
import type { ConditionSummary, PassageRecord } from "./result.ts";

type Measure = "correct" | "f1" | "exactMatch";

/** The records of one passage, in one seed or several: drawn together when resampling. */
type Cluster = readonly PassageRecord[];

export interface Estimate {
  mean: number;
  interval: [number, number];
}

/** Records of the same passage (by position in its file) make one cluster. */
export function clustersOf(records: readonly PassageRecord[]): Cluster[] {
  const clusters = new Map<number, PassageRecord[]>();
  for (const record of records) {
    clusters.set(record.index, [...(clusters.get(record.index) ?? []), record]);
  }
  return [...clusters.values()];
}

export function intervalMethod(records: readonly PassageRecord[]): string {
  return clustersOf(records).length > 1 ? CLUSTERED : BINOMIAL;
}

/** Mean of a measure under a condition, over questions, with its 95 % interval; null where it was not run. */
export function estimate(
  records: readonly PassageRecord[],
  condition: Condition,
  measure: Measure,
): Estimate | null {
  const clusters = clustersOf(records).map((cluster) => ({
    sum: sum(cluster.map((record) => total(record, condition, measure))),
    count: sum(cluster.map((record) => answered(record, condition))),
  }));
  const all = { sum: sum(clusters.map((c) => c.sum)), count: sum(clusters.map((c) => c.count)) };
  if (all.count === 0) return null;
  return {
    mean: all.sum / all.count,
    interval: clusteredInterval(clusters) ?? wilson(all.sum, all.count),
  };
}

/** Mean difference of two conditions on the same questions, passages resampled as pairs; null where one is missing. */
export function difference(
  records: readonly PassageRecord[],
  condition: Condition,
  baseline: Condition,
  measure: Measure,
): Estimate | null {
  const paired = records.filter(
    (record) => answered(record, condition) > 0 && answered(record, baseline) > 0,
  );
  const clusters = clustersOf(paired).map((cluster) => ({
    sum: sum(cluster.map((r) => total(r, condition, measure) - total(r, baseline, measure))),
    count: sum(cluster.map((record) => answered(record, condition))),
  }));
  const interval = clusteredInterval(clusters);
  if (interval === null) return null;
  return { mean: sum(clusters.map((c) => c.sum)) / sum(clusters.map((c) => c.count)), interval };
}

export function summarise(records: readonly PassageRecord[], condition: Condition): ConditionSummary | null {
  const correct = estimate(records, condition, "correct");
  const f1 = estimate(records, condition, "f1");
  const exact = estimate(records, condition, "exactMatch");
  if (correct === null || f1 === null || exact === null) return null;
  const kinds = kindsOf(records);
  const byKind = kinds.flatMap((kind) => {
    const some = ofKind(records, kind);
    const share = estimate(some, condition, "correct");
    return share === null ? [] : [[kind, tally(some, condition, share)]];
  });
  return {
    ...tally(records, condition, correct),
    f1: f1.mean,
    exactMatch: exact.mean,
    ...(byKind.length > 0 ? { byKind: Object.fromEntries(byKind) } : {}),
  };
}

/** The kinds of questions that the passages name, in the order in which they occur. */
export function kindsOf(records: readonly PassageRecord[]): string[] {
  const named = records.flatMap(({ questions }) => questions.flatMap(({ kind }) => kind ?? []));
  return [...new Set(named)];
}

/** The same records with the questions of one kind only. */
export function ofKind(records: readonly PassageRecord[], kind: string): PassageRecord[] {
  return records.map((record) => ({
    ...record,
    questions: record.questions.filter((question) => question.kind === kind),
  }));
}

function tally(records: readonly PassageRecord[], condition: Condition, { interval }: Estimate) {
  return {
    correct: sum(records.map((record) => total(record, condition, "correct"))),
    total: sum(records.map((record) => answered(record, condition))),
    interval,
  };
}

function answered(record: PassageRecord, condition: Condition): number {
  return record.questions.filter(({ outputs }) => outputs[condition] !== undefined).length;
}

function total(record: PassageRecord, condition: Condition, measure: Measure): number {
  return sum(
    record.questions.map(({ outputs }) => {
      const answer = outputs[condition];
      if (answer === undefined) return 0;
      return measure === "correct" ? Number(answer.correct) : (answer.scores[measure] ?? 0);
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
