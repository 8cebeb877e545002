import type { Piece } from "../../protocol/run.ts";
import type { Passage } from "./metadata.ts";
import { judgeLine } from "./world/judge.ts";
import { answerLine, statementLine } from "./world/layout.ts";
import { lineKind } from "./world/lineKind.ts";
import { readWorldPassage } from "./world/readPassage.ts";

/**
 * Says of each piece whether it is true of the passage, and what kind of line it is, where that can be known: in the
 * invented world every sentence can be read back into the fact that it tells. Of other passages nothing is said.
 */
export function judgePieces(pieces: readonly Piece[], passage: Passage): Piece[] {
  const world = readWorldPassage(passage.text);
  if (world === null) return [...pieces];
  return pieces.map((piece) => {
    const { question, answer } = piece;
    const line =
      question !== undefined && answer !== undefined
        ? answerLine(question, answer)
        : statementLine(piece.text);
    const verdict = judgeLine(line, world);
    return { ...piece, truth: verdict === "malformed" ? "unknown" : verdict, kind: lineKind(line) };
  });
}
