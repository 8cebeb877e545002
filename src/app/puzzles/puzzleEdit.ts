import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { parseSelfEdit } from "../../tasks/arc/selfEdit.ts";

/** What is wrong with a configuration, one sentence; null where it can be trained by. */
export function editFault(text: string): string | null {
  if (text.trim() === "") return "It is empty.";
  try {
    parseSelfEdit(text);
    return null;
  } catch (error) {
    if (error instanceof PlaygroundError) return error.message;
    throw error;
  }
}
