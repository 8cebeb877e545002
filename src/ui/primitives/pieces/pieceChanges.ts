import type { Piece } from "../../../protocol/run.ts";

/** Begins the note of a piece that the person unticked; what had been remarked on it follows. */
const BY_USER = "by you";
const REMARK = " · ";

/** Ticked or unticked by the person: a remark on the piece is no reason why it was dropped. */
export function ticked(piece: Piece, kept: boolean): Piece {
  const { note, ...rest } = piece;
  if (kept) return { ...rest, kept: isWhole(piece), ...noted(remarkOf(note)) };
  return { ...rest, kept, note: note === undefined ? BY_USER : `${BY_USER}${REMARK}${note}` };
}

/**
 * In other words. What was said about the old ones does not hold for them; the engine judges them again. Whoever edits a
 * piece wants it trained on, even if it had been dropped; what is emptied cannot be.
 */
export function reworded(piece: Piece, words: Pick<Piece, "text" | "question" | "answer">): Piece {
  const { truth: _judged, note: _noted, ...rest } = { ...piece, ...words };
  return { ...rest, kept: isWhole(rest) };
}

/** There is something to train on: a text, or both parts of a pair. */
export function isWhole({ text, question, answer }: Piece): boolean {
  const parts = question === undefined && answer === undefined ? [text] : [question, answer];
  return parts.every((part) => part !== undefined && part.trim() !== "");
}

/** What is said of a piece: a remark, or why it was dropped; undefined where there is nothing to say. */
export function noteInWords({ kept, note }: Piece): string | undefined {
  if (note === undefined || kept) return note;
  return isByUser(note) ? `dropped ${note}` : `dropped: ${note}`;
}

function isByUser(note: string): boolean {
  return note === BY_USER || note.startsWith(BY_USER + REMARK);
}

function remarkOf(note: string | undefined): string | undefined {
  if (note === undefined || !isByUser(note)) return note;
  return note.slice(BY_USER.length + REMARK.length) || undefined;
}

function noted(note: string | undefined): Pick<Piece, "note"> {
  return note === undefined ? {} : { note };
}
