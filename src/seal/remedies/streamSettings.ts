import { choice, type Fields, type SettingsOf, schemaOf, seed, whole } from "../../protocol/fields.ts";
import { REMEDIES } from "./remedies.ts";

type AnyRemedy = (typeof REMEDIES)[number];
export type RemedyId = AnyRemedy["id"];

/** What a stream of edits is set to, whatever the remedy; how one edit is written and trained is the task's settings. */
export const STREAM_FIELDS = {
  remedy: choice({
    label: "Remedy",
    help: "What is done against forgetting.",
    level: "basic",
    group: "Stream",
    options: REMEDIES.map(({ id, label, help }) => ({ value: id, label, help })),
  }),
  seed: seed({ group: "Stream", help: "Every random choice follows from it, the passages too." }),
  samples: whole({
    label: "Edits to choose from",
    help: "Edits written for each passage; of several, the best by a trial of its own is learned.",
    level: "advanced",
    group: "Stream",
    min: 1,
    max: 8,
    scale: "linear",
  }),
};

/** Those of all remedies together: a stream keeps what another remedy was set to. */
export const REMEDY_FIELDS = Object.assign({}, ...REMEDIES.map(({ fields }) => fields)) as AllOf<
  AnyRemedy["fields"]
>;
type AllOf<Union> = (Union extends Fields ? (one: Union) => void : never) extends (all: infer All) => void
  ? All extends Fields
    ? All
    : never
  : never;

export const streamSettingsSchema = schemaOf({ ...STREAM_FIELDS, ...REMEDY_FIELDS });
export type StreamSettings = SettingsOf<typeof STREAM_FIELDS & typeof REMEDY_FIELDS>;

/** Tried on passages that no figure is reported on (docs/results.md). */
export const DEFAULT_STREAM_SETTINGS: StreamSettings = streamSettingsSchema.parse({
  seed: 1,
  remedy: REMEDIES[0].id,
  samples: 1,
  limits: {},
});

/** @throws Error for one that does not exist: settings are checked by their schema before */
export function remedyOf({ remedy }: Pick<StreamSettings, "remedy">): AnyRemedy {
  const found = REMEDIES.find(({ id }) => id === remedy);
  if (found === undefined) throw new Error(`There is no remedy “${remedy}”.`);
  return found;
}

/** Of a log, which may name one that only a later version knows. */
export function remedyLabel({ remedy }: { remedy: string }): string {
  return REMEDIES.find(({ id }) => id === remedy)?.label ?? remedy;
}
