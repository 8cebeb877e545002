import type { Piece } from "../../../protocol/run.ts";
import type { Passage } from "../metadata.ts";
import { readWorldPassage } from "../world/readPassage.ts";
import { judgePieces } from "../worldTruth.ts";

/**
 * Falsehoods made of what was written: a line that names one of the passage's people tells it of the next of them, subject
 * or object, so that it contradicts the passage. Judged anew; of texts that are not of the invented world nothing is changed.
 *
 * @param every 1: all such lines; 2: every second one, from the first on
 */
export function swapPeople(pieces: readonly Piece[], passage: Passage, every: number): Piece[] {
  const people = readWorldPassage(passage.text)?.people ?? [];
  const next = new Map(people.map((person, i) => [person, people[(i + 1) % people.length]!]));
  const names = new RegExp(`\\b(?:${people.join("|")})\\b`, "g");
  const swap = (text: string) => text.replace(names, (name) => next.get(name) ?? name);
  let naming = 0;
  const swapped = pieces.map((piece) => {
    if (people.length < 2 || !piece.kept || swap(piece.text) === piece.text) return piece;
    naming++;
    return (naming - 1) % every === 0 ? { ...piece, ...swappedTexts(piece, swap) } : piece;
  });
  return judgePieces(swapped, passage);
}

function swappedTexts({ text, question, answer }: Piece, swap: (text: string) => string) {
  return question === undefined || answer === undefined
    ? { text: swap(text) }
    : { text: swap(text), question: swap(question), answer: swap(answer) };
}
