import { createContext, use } from "react";
import type { ContextViewProps } from "../../../page/taskPage.ts";
import type { PassageDraft } from "../draft.ts";

/** What the station "Read" was given, for the parts of the passage's form. */
export const PassageContext = createContext<ContextViewProps<PassageDraft> | null>(null);

export function usePassage(): ContextViewProps<PassageDraft> {
  const props = use(PassageContext);
  if (!props) throw new Error("usePassage needs a PassageContext above it.");
  return props;
}
