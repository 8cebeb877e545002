import { whole } from "../protocol/fields.ts";
import type { RoundsWords } from "./roundsMetadata.ts";

/** What a stream of edits over a task's contexts is set to, besides the stream itself. */
export interface StreamSetup<Settings> {
  /** How many, one after the other. */
  contexts: number;
  /** Of one edit. */
  task: Settings;
}

/** How many contexts a stream learns, in the words of a task. */
export const contextsField = ({ many }: Pick<RoundsWords, "many">) =>
  whole({
    label: many.charAt(0).toUpperCase() + many.slice(1),
    help: "How many are learned one after the other.",
    level: "basic",
    group: "Stream",
    min: 2,
    max: 100,
    scale: "log",
  });
