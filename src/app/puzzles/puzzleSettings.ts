import { ARC_PRESETS, arcMetadata } from "../../tasks/arc/metadata.ts";
import type { Control } from "../presets.ts";

/** The settings of a puzzle run, in the order in which the page shows them. */
export const PUZZLE_CONTROLS: readonly Control[] = arcMetadata.controls;

/** What the paper used. */
export const PUZZLE_PAPER = ARC_PRESETS.find(({ id }) => id === "paper")?.settings;
