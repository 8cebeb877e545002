import { type NamedField, namedFields } from "../../protocol/fields.ts";
import { ARC_FIELDS, ARC_PRESETS } from "../../tasks/arc/metadata.ts";

/** The settings of a puzzle run, in the order in which the page shows them. */
export const PUZZLE_FIELDS: readonly NamedField[] = namedFields(ARC_FIELDS);

/** What the paper used. */
export const PUZZLE_PAPER = ARC_PRESETS.find(({ id }) => id === "paper")?.settings;
