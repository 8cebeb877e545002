import type { Failure } from "../../protocol/playgroundError.ts";
import type { ConditionResult, Json, Outcome, Piece } from "../../protocol/run.ts";
import type { RunState } from "../runKind.ts";
import type { BatchItem } from "./events.ts";

/** What became of one item. */
export interface ItemResult {
  pieces: readonly Piece[];
  outcomes: readonly Outcome[];
  results: readonly ConditionResult[];
  seconds: number;
  /** Why it was not run to its end; null where it was. */
  failure: Failure | null;
}

/** Everything that is known about one batch: what its events come to. */
export interface BatchRun extends RunState {
  set: string;
  settings: Json;
  items: readonly BatchItem[];
  /** Of the items that are done, in their order. */
  results: readonly ItemResult[];
}
