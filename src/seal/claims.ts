import type { Piece } from "../protocol/run.ts";

/** The pieces that claim something of the context of which it is known whether it is true. */
export function claimsAmong(pieces: readonly Piece[]): Piece[] {
  return pieces.filter(({ truth }) => truth === "true" || truth === "false");
}

/** Those that claim what is not true. */
export function falseAmong(pieces: readonly Piece[]): Piece[] {
  return pieces.filter(({ truth }) => truth === "false");
}
