import type { Fields } from "../protocol/fields.ts";
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
  settings: Settings;
}

/** What the page knows of a task without importing its loop. */
export interface TaskMetadata<Settings extends Record<string, Json> = Record<string, Json>> {
  id: string;
  label: string;
  /** One sentence. */
  description: string;
  fields: Fields;
  /** The first is the default. */
  presets: readonly Preset<Settings>[];
}
