import type { Piece } from "../protocol/run.ts";
import type { Habits } from "../runs/rounds/events.ts";
import { claimsAmong, falseAmong } from "./claims.ts";
import { textOf, type WrittenEdit } from "./writeEdits.ts";

/** What these edits are like, over all their lines; a line is a piece, kept or not. */
export function habitsOf(edits: readonly Pick<WrittenEdit, "samples" | "pieces">[]): Habits {
  const lines = edits.flatMap(({ pieces }) => pieces);
  const claims = claimsAmong(lines);
  return {
    edits: edits.length,
    lines: mean(edits.map(({ pieces }) => pieces.length)),
    characters: mean(edits.map((edit) => textOf(edit).length)),
    kinds: sharesOf(lines),
    trueShare: claims.length === 0 ? null : 1 - falseAmong(claims).length / claims.length,
  };
}

function sharesOf(lines: readonly Piece[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of lines) if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries([...counts].sort().map(([kind, count]) => [kind, count / lines.length]));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}
