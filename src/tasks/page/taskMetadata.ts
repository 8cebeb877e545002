import type { Fields } from "../../protocol/fields.ts";
import type { Condition, Json } from "../../protocol/run.ts";
import type { z } from "../../protocol/zod.ts";
import type { Preset, Settings } from "../metadata.ts";
import type { RoundsMetadata } from "../roundsMetadata.ts";
import type { StreamSetup } from "../streamMetadata.ts";

/** What the page knows of a task without its loop and its views: plain data. */
export interface TaskMetadata {
  readonly id: string;
  /** What its contexts are called where tasks are chosen among: "Passages". */
  readonly label: string;
  /** The view of a single edit: its address and its name in the page's head. */
  readonly view: { readonly id: string; readonly label: string };
  readonly models: TaskModels;
  /** The parameter of links that holds a whole context, e.g. "passage". */
  readonly linkParameter: string;
  readonly settings: SettingsRules;
  /** What people may compare the self-edit with, besides what is always run; and what is chosen at first. */
  readonly compare: { readonly possible: readonly Condition[]; readonly first: readonly Condition[] };
  readonly rounds: RoundsMetadata & { source(request: SourceRequest): ContextSource };
  /** Absent: the task has no streams. */
  readonly stream?: StreamMetadata;
}

/** Which models read the contexts of a task. */
export interface TaskModels {
  /** Those that come with the page, by id; the first is loaded by itself where no context asks for another. */
  readonly own: readonly string[];
  /** So does every other model that is no task's own: contexts can be put as text. */
  readonly readsText: boolean;
  /** An own model is quick enough to be asked unbidden, before any run. */
  readonly asksFirst: boolean;
}

export interface SettingsRules {
  readonly schema: z.ZodMiniType<Settings>;
  /** In the order in which the page shows them. */
  readonly fields: Fields;
  readonly presets: readonly Preset<Settings>[];
  /** What links made earlier may name: a preset never changes under its version. */
  readonly retired: readonly Preset<Settings>[];
  /** Settings that choose another draw, or more of them, but no other method: a preset leaves them as they are. */
  readonly draws: readonly string[];
  /** Settings that mean nothing to the task's own model. */
  readonly notOfOwn: readonly string[];
}

export interface StreamMetadata {
  /** The settings of one edit that the stream sets itself. */
  readonly setByStream: readonly string[];
  readonly presets: readonly Preset<StreamSetup<Settings>>[];
  source(request: SourceRequest): StreamSource;
}

export interface SourceRequest {
  /** The loaded model is one that comes with the page. */
  isOwn: boolean;
}

/** Where rounds take their contexts from. */
export interface ContextSource {
  /** In a sentence. */
  readonly about: string;
  /** How many there are to choose from; infinite where they are made as needed. */
  readonly atHand: number;
  /** Rejects where what makes them cannot be fetched. */
  draw(request: {
    seed: number;
    training: number;
    heldOut: number;
  }): Promise<{ training: Json[]; heldOut: Json[] }>;
}

/** Where a stream takes its contexts from. */
export interface StreamSource {
  readonly about: string;
  /** At most so many; fewer where there are no more. Rejects where what makes them cannot be fetched. */
  draw(request: { seed: number; contexts: number }): Promise<Json[]>;
}
