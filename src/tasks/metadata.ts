import type { Json } from "../protocol/run.ts";

/**
 * A named, immutable set of settings. Links carry a preset's id and version and only what differs from it,
 * so a change of values needs a new version.
 */
export interface Preset<Settings> {
  id: string;
  version: number;
  label: string;
  help: string;
  /** Chosen by itself where this model is loaded, unless something else was chosen; "any": where any other is. */
  model?: string;
  settings: Settings;
}

/** The settings of a task, by key, as far as they are not looked into. */
export type Settings = Record<string, Json>;
