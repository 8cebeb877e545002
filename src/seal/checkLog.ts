import type { LanguageModel } from "../nn/languageModel.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { RoundsBody } from "../runs/rounds/events.ts";
import type { StreamBody } from "../runs/stream/events.ts";

/**
 * Whether a run can go on from what it has told so far; an empty log is that of a new one.
 *
 * @param what as the sentence names it
 * @throws PlaygroundError "bad-input" if the log lacks its beginning, or was begun with another model
 */
export function checkLog(
  { log, model }: { log: readonly (RoundsBody | StreamBody)[]; model: LanguageModel },
  what: "run" | "stream",
): void {
  const [first] = log;
  if (first === undefined) return;
  if (first.type === "started" && first.model.hash === model.info.hash) return;
  throw new PlaygroundError(
    "bad-input",
    first.type === "started"
      ? `The ${what} was begun with ${first.model.name}, and the model that is loaded now is another one.`
      : `The log of the ${what} does not begin at its start.`,
    `Load the model that it was begun with, or start a new ${what}.`,
  );
}
