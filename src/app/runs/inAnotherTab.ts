import { PlaygroundError } from "../../protocol/playgroundError.ts";

export function inAnotherTab(noun: string): PlaygroundError {
  return new PlaygroundError(
    "bad-input",
    `This ${noun} is going on in another tab.`,
    "Wait for its end there, or cancel it there.",
  );
}
