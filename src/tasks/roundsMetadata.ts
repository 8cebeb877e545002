import type { Fields } from "../protocol/fields.ts";
import type { ContextWords, RoundsSettings } from "../protocol/roundsSettings.ts";
import type { Json } from "../protocol/run.ts";
import type { z } from "../protocol/zod.ts";
import type { Preset } from "./metadata.ts";

/** What an outer loop over a task's contexts is set to. */
export interface RoundsSetup<Settings> {
  /** Held-out contexts. */
  heldOut: number;
  outer: RoundsSettings;
  /** Of the inner loops. */
  task: Settings;
}

/** What the page calls things. */
export interface RoundsWords extends ContextWords {
  /** The headline of the view, and what happens there. */
  question: string;
  intro: string;
  /** What is counted of the held-out contexts. */
  scored: string;
}

/** What the page knows of an outer loop over a task's contexts, without importing the task's loop. */
export interface RoundsMetadata<Settings extends Record<string, Json> = Record<string, Json>> {
  task: string;
  label: string;
  words: RoundsWords;
  /** The first is for the model that comes with the page; one is called "paper". */
  presets: readonly Preset<RoundsSetup<Settings>>[];
  /** Presets as they were: what links made earlier may name. */
  retired: readonly Preset<RoundsSetup<Settings>>[];
  settings: z.ZodMiniType<Settings>;
  /** The task's own, without those that the rounds set themselves. */
  innerFields: Fields;
}
