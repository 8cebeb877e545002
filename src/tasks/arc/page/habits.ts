import type { RoundContext } from "../../../runs/rounds/state.ts";
import type { ScoredRound } from "../../page/taskPage.ts";
import { editFault, parseSelfEdit, SLOTS, toSlots } from "../selfEdit.ts";

/** How often a writer makes a choice. */
export interface EditHabit {
  /** What the choice is about. */
  group: string;
  choice: string;
  /** 0…1 by round, of the edits that are valid; null where none is. */
  shares: (number | null)[];
}

/**
 * What changed in the configurations that are written for held-out puzzles, over rounds that have asked all of them.
 * Choices that are never made are left out.
 */
export function editHabits(rounds: readonly Pick<ScoredRound, "heldOut">[]): EditHabit[] {
  const written = rounds.map(({ heldOut }) => heldOut.flatMap(slotsOf));
  return SLOTS.flatMap(({ name, values }, slot) =>
    values.flatMap((value, index) => {
      const label = labelOf(name, value);
      if (label === null) return [];
      const shares = written.map((edits) =>
        edits.length === 0 ? null : edits.filter((slots) => slots[slot] === index).length / edits.length,
      );
      return shares.some((share) => share !== null && share > 0) ? [{ ...label, shares }] : [];
    }),
  );
}

/** The choices of each valid edit of the menu. */
function slotsOf({ edits }: RoundContext): number[][] {
  return edits.flatMap(({ pieces: [piece] }) => {
    if (!piece?.kept || editFault(piece.text) !== null) return [];
    const slots = toSlots(parseSelfEdit(piece.text));
    return slots === null ? [] : [slots];
  });
}

/** Null for the other half of a choice between two. */
function labelOf(name: string, value: string): Pick<EditHabit, "group" | "choice"> | null {
  const words = name.replace(/^use_/, "").replaceAll("_", " ");
  switch (name) {
    case "strategy":
      return value === "train_using_all_tokens" ? { group: "Training", choice: "Loss on all tokens" } : null;
    case "learning_rate":
      return { group: "Learning rate", choice: value };
    case "num_train_epochs":
      return { group: "Epochs", choice: value };
    default:
      if (value === "no") return null;
      return { group: name.startsWith("use_") ? "Augmentations" : "Asserted symmetries", choice: words };
  }
}
