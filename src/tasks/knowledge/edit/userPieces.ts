import type { Piece } from "../../../protocol/run.ts";

/**
 * Pieces as the user left them: trimmed, the text of a question–answer piece put together again from its
 * parts, and whatever was emptied dropped. Notes about the model's text go where the user changed it.
 */
export function reviewPieces(pieces: readonly Piece[]): Piece[] {
  return pieces.map(({ question, answer, ...piece }) => {
    if (question === undefined && answer === undefined) return checked({ ...piece, text: piece.text.trim() });
    const asked = (question ?? "").trim();
    const replied = (answer ?? "").trim();
    const text = `${asked} ${replied}`.trim();
    if (asked !== "" && replied !== "") return { ...piece, text, question: asked, answer: replied };
    // Half a pair cannot be asked; what is left of it cannot be trained on as a statement either.
    return piece.kept
      ? { ...piece, text, kept: false, note: "a question without an answer" }
      : { ...piece, text };
  });
}

function checked(piece: Piece): Piece {
  return piece.kept && piece.text === "" ? { ...piece, kept: false, note: "empty" } : piece;
}
