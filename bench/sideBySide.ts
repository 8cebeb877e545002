import { markdownTable } from "../src/tasks/commands/markdown.ts";
import { median } from "./median.ts";

/** One measure of this project and of a peer, taken in turn: `ours[i]` and `theirs[i]` are a pair. */
export interface Pairs {
  what: string;
  peer: string;
  unit: "tokens/s" | "s" | "MiB";
  ours: readonly number[];
  /** Empty where there is no peer. */
  theirs: readonly number[];
  /** The ratio to reach. */
  goal?: number;
}

/** Median of the pairs' ratios; above 1 this project is the better one, whether more or less of the unit is better. */
export function ratioOf({ ours, theirs, unit }: Pairs): number {
  const ratios = ours.map((value, pair) => value / theirs[pair]!);
  return unit === "tokens/s" ? median(ratios) : 1 / median(ratios);
}

export function pairsTable(rows: readonly Pairs[]): string {
  const head = ["what", "this project", "peer", "", "ratio (pairs)", "goal"];
  const lines = rows.map((row) => [
    row.what,
    `${digits(median(row.ours))} ${row.unit}`,
    row.theirs.length > 0 ? `${digits(median(row.theirs))} ${row.unit}` : "",
    row.peer,
    row.theirs.length > 0 ? `${ratioOf(row).toFixed(2)} (${row.theirs.length})` : "",
    row.goal === undefined ? "" : `≥ ${row.goal}`,
  ]);
  return markdownTable(head, lines);
}

const digits = (value: number) => (value < 100 ? value.toFixed(1) : value.toFixed(0));
