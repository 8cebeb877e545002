import { type Failure, PlaygroundError } from "../src/protocol/playgroundError.ts";

/** @throws PlaygroundError "internal" with the run's own failure if it did not finish */
export function insistOnEnd({ status, failure }: { status: string; failure: Failure | null }): void {
  if (status === "finished") return;
  const { message, advice } = failure ?? { message: "The run was cancelled.", advice: "" };
  throw new PlaygroundError("internal", message, advice);
}
