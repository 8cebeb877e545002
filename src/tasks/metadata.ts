import type { Json } from "../protocol/run.ts";

/** One setting of a task as plain data: the page derives its controls, links and help from it. */
export type Control = NumberControl | ChoiceControl | ChoicesControl | ToggleControl | TextControl;

interface ControlBase {
  /** The setting's name in the task's settings object. */
  key: string;
  label: string;
  /** One sentence for people: what it does. */
  help: string;
  /** "basic" is shown at once, "advanced" is folded away. */
  level: "basic" | "advanced";
  /** Heading under which the page puts it. */
  group: string;
}

export interface NumberControl extends ControlBase {
  kind: "number";
  min: number;
  max: number;
  /** Smallest sensible change; 1 for whole numbers. */
  step: number;
  integer: boolean;
  /** How a slider should be spaced. */
  scale: "linear" | "log";
}

export interface Option {
  value: string;
  label: string;
  help: string;
}

/** One of several. */
export interface ChoiceControl extends ControlBase {
  kind: "choice";
  options: readonly Option[];
}

/** Any of several, at least one. */
export interface ChoicesControl extends ControlBase {
  kind: "choices";
  options: readonly Option[];
}

export interface ToggleControl extends ControlBase {
  kind: "toggle";
}

export interface TextControl extends ControlBase {
  kind: "text";
  maxLength: number;
  /** Shown only where another setting has this value. */
  onlyWhen?: { key: string; value: string };
}

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
  controls: readonly Control[];
  /** The first is the default. */
  presets: readonly Preset<Settings>[];
}
