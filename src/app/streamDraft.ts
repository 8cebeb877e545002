import { isVisible, type NamedField, namedFields } from "../protocol/fields.ts";
import { faultOf } from "../protocol/fieldText.ts";
import { z } from "../protocol/zod.ts";
import {
  DEFAULT_STREAM_SETTINGS,
  remedyOf,
  STREAM_FIELDS,
  streamSettingsSchema,
} from "../seal/remedies/streamSettings.ts";
import { knowledgeSettingsSchema } from "../tasks/knowledge/metadata.ts";
import { KNOWLEDGE_STREAM_PRESETS, PASSAGES_FIELD } from "../tasks/knowledge/metadataStream.ts";
import { FIELDS } from "./presets.ts";

/** All that people set up before a stream. It is kept in the browser. */
export const streamDraftSchema = z.object({
  passages: PASSAGES_FIELD.schema,
  stream: streamSettingsSchema,
  task: knowledgeSettingsSchema,
});
export type StreamDraft = z.infer<typeof streamDraftSchema>;

/** The parts of the settings: the stream, its remedy, one edit. */
export type StreamPart = "stream" | "limits" | "task";

/** One edit takes its seed from the stream, which learns one edit a passage. */
const NOT_OF_ONE_EDIT = ["seed", "edits"];

export interface StreamSetting {
  part: StreamPart;
  field: NamedField;
}

/** The settings that matter under the draft's remedy, in order. */
export function streamFields({ stream, task }: StreamDraft): StreamSetting[] {
  const { remedy, ...others } = STREAM_FIELDS;
  const { fields } = remedyOf(stream);
  const limits = "limits" in fields ? namedFields(fields.limits) : [];
  const edit = FIELDS.filter((field) => !NOT_OF_ONE_EDIT.includes(field.key) && isVisible(field, task));
  return [
    ...namedFields({ remedy, passages: PASSAGES_FIELD, ...others, ...fields }).map((field) => ({
      part: "stream" as const,
      field,
    })),
    ...limits.map((field) => ({ part: "limits" as const, field })),
    ...edit.map(
      (field): StreamSetting => ({
        part: "task",
        field: { ...field, group: `One edit: ${field.group.toLowerCase()}`, level: "advanced" },
      }),
    ),
  ];
}

/** The settings of a part as its controls know them. */
export function streamValues({ passages, stream, task }: StreamDraft, part: StreamPart): object {
  if (part === "task") return task;
  return part === "limits" ? stream.limits : { ...stream, passages };
}

/** Sets one value. The controls name only keys of their part; `streamIssues` tells of values outside their range. */
export function changedStreamDraft(
  draft: StreamDraft,
  part: StreamPart,
  key: string,
  value: unknown,
): StreamDraft {
  const next = structuredClone(draft);
  if (part === "task") Reflect.set(next.task, key, value);
  else if (part === "limits") Reflect.set(next.stream.limits, key, value);
  else if (key === "passages") Reflect.set(next, key, value);
  else Reflect.set(next.stream, key, value);
  return next;
}

export interface StreamIssue {
  part: StreamPart;
  key: string;
  message: string;
}

/** Everything that must be mended before the stream can start. */
export function streamIssues(draft: StreamDraft): StreamIssue[] {
  return streamFields(draft).flatMap(({ part, field }): StreamIssue[] => {
    const message = faultOf(field, Reflect.get(streamValues(draft, part), field.key));
    return message === undefined ? [] : [{ part, key: field.key, message }];
  });
}

export function streamPreset(id: keyof typeof KNOWLEDGE_STREAM_PRESETS): StreamDraft {
  return { stream: DEFAULT_STREAM_SETTINGS, ...KNOWLEDGE_STREAM_PRESETS[id] };
}
