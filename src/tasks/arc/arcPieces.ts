import { PlaygroundError } from "../../protocol/playgroundError.ts";
import type { Piece } from "../../protocol/run.ts";
import type { WrittenSample } from "../task.ts";
import type { Notation } from "./notation/notation.ts";
import { formatSelfEdit, parseSelfEdit, type SelfEdit } from "./selfEdit.ts";
import type { PairSymmetry } from "./views/pairSymmetries.ts";

/** The configuration that the model wrote, as the one piece of its edit; one that is invalid is not kept. */
export function pieceOf(
  { text }: Pick<WrittenSample, "text">,
  { readEdit }: Pick<Notation, "readEdit">,
): Piece {
  const read = readEdit(text);
  if ("fault" in read) {
    return { id: "edit", text, kept: false, note: `The self-edit ${read.fault}; nothing is trained.` };
  }
  const note = read.note === undefined ? {} : { note: read.note };
  return { id: "edit", text: formatSelfEdit(read.edit), kept: true, ...note };
}

/**
 * The configuration with what can be said of it: its learning rate is its kind, by which the habits of a writer are told,
 * and where the rule's symmetries are known, whether it asserts one that does not hold.
 */
export function judgedPiece(
  { kind: _kind, truth: _truth, ...piece }: Piece,
  symmetries: readonly PairSymmetry[] | undefined,
): Piece {
  const edit = editOf([piece]);
  if (edit === null) return piece;
  const kind = `rate ${edit.training.learning_rate}`;
  if (symmetries === undefined) return { ...piece, kind };
  const named = edit.data_generation.pair_symmetries;
  const truth =
    named.length === 0 ? "vague" : named.every((name) => symmetries.includes(name)) ? "true" : "false";
  return { ...piece, kind, truth };
}

/** The configuration as the user left it: JSON, checked again. */
export function reviewedPiece(piece: Piece): Piece {
  const { note: _, ...rest } = piece;
  if (piece.text.trim() === "") return { ...rest, kept: false, note: "Left empty; nothing is trained." };
  try {
    return { ...rest, text: formatSelfEdit(parseSelfEdit(piece.text)), kept: true };
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    return { ...rest, kept: false, note: error.message };
  }
}

/** The configuration to train by; null where there is no valid one. */
export function editOf(pieces: readonly Piece[]): SelfEdit | null {
  const kept = pieces.find((piece) => piece.kept);
  return kept === undefined ? null : parseSelfEdit(kept.text);
}
