import type { Piece } from "../../../protocol/run.ts";

/**
 * Pieces as the user left them: trimmed, the text of a question–answer piece put together again from its
 * parts, and what was emptied, or half of it, dropped with a note that says so.
 */
export function reviewPieces(pieces: readonly Piece[]): Piece[] {
  return pieces.map(({ question, answer, ...piece }) => {
    if (question === undefined && answer === undefined) {
      const text = piece.text.trim();
      return checked({ ...piece, text }, text === "" ? EMPTY : null);
    }
    const asked = (question ?? "").trim();
    const replied = (answer ?? "").trim();
    const text = `${asked} ${replied}`.trim();
    if (asked !== "" && replied !== "") return { ...piece, text, question: asked, answer: replied };
    // Half a pair cannot be asked; what is left of it cannot be trained on as a statement either.
    return checked({ ...piece, text }, text === "" ? EMPTY : halfOf(asked));
  });
}

const EMPTY = "left empty";

function halfOf(asked: string): string {
  return asked === "" ? "an answer without a question" : "a question without an answer";
}

/** Why it had been dropped before is what is said of it still. */
function checked(piece: Piece, fault: string | null): Piece {
  if (fault === null) return piece;
  return { ...piece, kept: false, note: piece.kept ? fault : (piece.note ?? fault) };
}
