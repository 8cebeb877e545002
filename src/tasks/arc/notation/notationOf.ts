import type { TextModel } from "../../task.ts";
import { readsGrids } from "./gridLimits.ts";
import { gridNotation } from "./gridNotation.ts";
import type { Notation } from "./notation.ts";
import { textNotation } from "./textNotation.ts";

/** The notation that a model was trained to read. */
export function notationOf(model: TextModel): Notation {
  return readsGrids(model) ? gridNotation(model) : textNotation(model);
}
