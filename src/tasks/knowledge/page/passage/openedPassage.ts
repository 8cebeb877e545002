import type { Passage } from "../../metadata.ts";
import type { PassageDraft } from "../draft.ts";
import { toDraftPassage } from "../draftPassage.ts";

/** What puts a passage in the place of the one before, and what is said of it. */
export function openedPassage(
  passage: Passage,
  message = `“${passage.title}” took the place of your passage.`,
): [change: (draft: PassageDraft) => PassageDraft, message: string] {
  return [(draft) => ({ ...draft, passage: toDraftPassage(passage) }), message];
}
