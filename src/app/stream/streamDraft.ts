import { isVisible, type NamedField, namedFields } from "../../protocol/fields.ts";
import { faultOf } from "../../protocol/fieldText.ts";
import { z } from "../../protocol/zod.ts";
import {
  DEFAULT_STREAM_SETTINGS,
  remedyOf,
  STREAM_FIELDS,
  type StreamSettings,
  streamSettingsSchema,
} from "../../seal/remedies/streamSettings.ts";
import type { Settings } from "../../tasks/metadata.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import type { StreamMetadata } from "../../tasks/page/taskMetadata.ts";
import type { TaskPageEntry } from "../../tasks/page/taskPage.ts";
import { contextsField } from "../../tasks/streamMetadata.ts";
import { taskEntry } from "../edit/taskModels.ts";

/** A task that has streams. */
export type StreamTask = TaskPageEntry & { readonly stream: StreamMetadata };

function hasStreams(entry: TaskPageEntry): entry is StreamTask {
  return entry.stream !== undefined;
}

export const STREAM_TASKS: readonly StreamTask[] = TASK_PAGES.filter(hasStreams);

/** Throws for a task that has no streams. */
export function streamTask(id: string): StreamTask {
  const entry = taskEntry(id);
  if (!hasStreams(entry)) throw new Error(`There are no streams of ${entry.label}.`);
  return entry;
}

/** All that people set up before a stream. It is kept in the browser. */
export interface StreamDraft {
  /** How many contexts. */
  contexts: number;
  stream: StreamSettings;
  /** Of one edit. */
  task: Settings;
}

/** What was kept; null where it can no longer be read. */
export function readStreamDraft({ rounds, settings }: StreamTask, kept: unknown): StreamDraft | null {
  const contexts = contextsField(rounds.words).schema;
  const schema = z.object({ contexts, stream: streamSettingsSchema, task: settings.schema });
  const old = z.object({ passages: contexts, stream: z.unknown(), task: z.unknown() }).safeParse(kept).data;
  return schema.safeParse(old ? { ...old, contexts: old.passages } : kept).data ?? null;
}

/** The parts of the settings: the stream, its remedy, one edit. */
export type StreamPart = "stream" | "limits" | "task";

export interface StreamSetting {
  part: StreamPart;
  field: NamedField;
}

/** The settings that matter under the draft's remedy, in order. */
export function streamFields(entry: StreamTask, { stream, task }: StreamDraft): StreamSetting[] {
  const { remedy, ...others } = STREAM_FIELDS;
  const { fields } = remedyOf(stream);
  const limits = "limits" in fields ? namedFields(fields.limits) : [];
  const edit = namedFields(entry.settings.fields).filter(
    (field) => !entry.stream.setByStream.includes(field.key) && isVisible(field, task),
  );
  const contexts = contextsField(entry.rounds.words);
  return [
    ...namedFields({ remedy, contexts, ...others, ...fields }).map((field) => ({
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
export function streamValues({ contexts, stream, task }: StreamDraft, part: StreamPart): object {
  if (part === "task") return task;
  return part === "limits" ? stream.limits : { ...stream, contexts };
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
  else if (key === "contexts") Reflect.set(next, key, value);
  else Reflect.set(next.stream, key, value);
  return next;
}

export interface StreamIssue {
  part: StreamPart;
  key: string;
  message: string;
}

/** Everything that must be mended before the stream can start. */
export function streamIssues(entry: StreamTask, draft: StreamDraft): StreamIssue[] {
  return streamFields(entry, draft).flatMap(({ part, field }): StreamIssue[] => {
    const message = faultOf(field, Reflect.get(streamValues(draft, part), field.key));
    return message === undefined ? [] : [{ part, key: field.key, message }];
  });
}

/** What a task's streams are set to at first: for the model that comes with the page. */
export function firstStreamDraft({ label, stream: { presets } }: StreamTask): StreamDraft {
  const [first] = presets;
  if (!first) throw new Error(`There is no preset of streams of ${label}.`);
  return { stream: DEFAULT_STREAM_SETTINGS, ...first.settings };
}

/** The preset that a draft has been left at, whatever the stream itself is set to. */
export function matchingStreamPreset({ stream: { presets } }: StreamTask, { contexts, task }: StreamDraft) {
  const alike = (settings: Settings) => JSON.stringify(Object.entries(settings).sort());
  return presets.find(
    ({ settings }) => settings.contexts === contexts && alike(settings.task) === alike(task),
  );
}
