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
  return judgeShare(
    wrong,
    checked,
    limit,
    `checked statements of the edit ${wrong.length === 1 ? "is" : "are"} false`,
  );
}

/** Why these pieces are not trained on: of what is kept, more says nothing of the context than `limit` percent. */
export function judgeVague(pieces: readonly Piece[], limit: number): string[] {
  const kept = pieces.filter((piece) => piece.kept);
  const vague = vagueAmong(kept);
  const verb = vague.length === 1 ? "says" : "say";
  return judgeShare(vague, kept, limit, `lines of the edit ${verb} nothing of its passage`);
}

/** A share, for a writer or a sequence of edits brings many times the lines of one edit. @param said of how many of how many */
function judgeShare(some: readonly Piece[], all: readonly Piece[], limit: number, said: string): string[] {
  const percent = (100 * some.length) / Math.max(1, all.length);
  if (percent <= limit) return [];
  const figures = `${Number(percent.toFixed(1))} %, limit ${limit} %`;
  return [`${some.length} of ${all.length} ${said} (${figures})${exampleOf(some[0]!)}`];
}

/** A sentence can be quoted; a configuration of many lines is shown beside the reason anyway. */
function exampleOf({ text }: Piece): string {
  return text.includes("\n") ? "." : `, e.g. “${text}”`;
}
