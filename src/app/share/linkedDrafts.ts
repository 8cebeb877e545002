import { namedFields } from "../../protocol/fields.ts";
import { heldOutField, roundsFields, WRITER_FIELDS } from "../../protocol/roundsSettings.ts";
import { REMEDY_FIELDS, STREAM_FIELDS } from "../../seal/remedies/streamSettings.ts";
import type { Settings } from "../../tasks/metadata.ts";
import type { SettingsRules } from "../../tasks/page/taskMetadata.ts";
import type { TaskPageEntry } from "../../tasks/page/taskPage.ts";
import { contextsField } from "../../tasks/streamMetadata.ts";
import { ACCEPTANCE_FIELDS, type AcceptanceLimits } from "../../versions/versionEvents.ts";
import { changedDraft, type RoundsDraft, type RoundsPart, valuesOf } from "../rounds/roundsDraft.ts";
import {
  changedStreamDraft,
  type StreamDraft,
  type StreamPart,
  type StreamTask,
  streamValues,
} from "../stream/streamDraft.ts";
import type { LinkedDraft } from "./linkedSettings.ts";

/** The settings of one edit. */
export function linkedEdit({ fields, schema }: SettingsRules): LinkedDraft<Settings, "set"> {
  return {
    parts: [{ part: "set", fields: namedFields(fields) }],
    values: (settings) => settings,
    changed: (settings, _part, key, value) => withValue(settings, key, value),
    allows: (settings) => schema.safeParse(settings).success,
  };
}

/** All that rounds of a task are set to. The parts are those of the controls. */
export function linkedRounds({
  rounds: { words },
  settings,
}: TaskPageEntry): LinkedDraft<RoundsDraft, RoundsPart> {
  return {
    parts: [
      { part: "rounds", fields: namedFields({ ...roundsFields(words), heldOut: heldOutField(words) }) },
      { part: "writer", fields: namedFields(WRITER_FIELDS) },
      { part: "task", fields: namedFields(settings.fields) },
    ],
    values: valuesOf,
    changed: changedDraft,
  };
}

/** All that a stream is set to, with what it is set to for other remedies than the chosen one. */
export function linkedStream({
  rounds: { words },
  settings,
}: StreamTask): LinkedDraft<StreamDraft, StreamPart> {
  const contexts = contextsField(words);
  return {
    parts: [
      { part: "stream", fields: namedFields({ ...STREAM_FIELDS, contexts, ...REMEDY_FIELDS }) },
      { part: "limits", fields: namedFields(REMEDY_FIELDS.limits) },
      { part: "task", fields: namedFields(settings.fields) },
    ],
    values: streamValues,
    changed: changedStreamDraft,
  };
}

/** What versions are accepted with at most. */
export const LINKED_LIMITS: LinkedDraft<AcceptanceLimits, "accept"> = {
  parts: [{ part: "accept", fields: namedFields(ACCEPTANCE_FIELDS) }],
  values: (limits) => limits,
  changed: (limits, _part, key, value) => withValue(limits, key, value),
};

function withValue<Of extends object>(settings: Of, key: string, value: unknown): Of {
  const next = { ...settings };
  Reflect.set(next, key, value);
  return next;
}
