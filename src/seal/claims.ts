import type { Piece } from "../protocol/run.ts";

/** The pieces that claim something of the context of which it is known whether it is true. */
export function claimsAmong(pieces: readonly Piece[]): Piece[] {
  return pieces.filter(({ truth }) => truth === "true" || truth === "false");
}

/** Those that claim what is not true. */
export function falseAmong(pieces: readonly Piece[]): Piece[] {
  return pieces.filter(({ truth }) => truth === "false");
}

/** Those that say nothing of the context, where that is known. */
export function vagueAmong(pieces: readonly Piece[]): Piece[] {
  return pieces.filter(({ kind }) => kind === "vague");
}

/** Why these pieces are not trained on: of what is kept and checked, more is false than `limit` percent. */
export function judgeClaims(pieces: readonly Piece[], limit: number): string[] {
  const checked = claimsAmong(pieces.filter(({ kept }) => kept));
  const wrong = falseAmong(checked);
  // A share, for a writer or a sequence of edits brings many times the statements of one edit.
  const percent = (100 * wrong.length) / Math.max(1, checked.length);
  if (percent <= limit) return [];
  return [
    `${wrong.length} of ${checked.length} checked statements of the edit ${wrong.length === 1 ? "is" : "are"} ` +
      `false (${Number(percent.toFixed(1))} %, limit ${limit} %)${exampleOf(wrong[0]!)}`,
  ];
}

/** Why these pieces are not trained on: of what is kept, more says nothing of the context than `limit` percent. */
export function judgeVague(pieces: readonly Piece[], limit: number): string[] {
  const kept = pieces.filter((piece) => piece.kept);
  const vague = vagueAmong(kept);
  const percent = (100 * vague.length) / Math.max(1, kept.length);
  if (percent <= limit) return [];
  return [
    `${vague.length} of ${kept.length} lines of the edit ${vague.length === 1 ? "says" : "say"} nothing of its ` +
      `passage (${Number(percent.toFixed(1))} %, limit ${limit} %)${exampleOf(vague[0]!)}`,
  ];
}

/** A sentence can be quoted; a configuration of many lines is shown beside the reason anyway. */
function exampleOf({ text }: Piece): string {
  return text.includes("\n") ? "." : `, e.g. “${text}”`;
}
