import { namedFields } from "../../protocol/fields.ts";
import { type Condition, type Json, jsonSchema } from "../../protocol/run.ts";
import { z } from "../../protocol/zod.ts";
import { DEFAULT_STREAM_SETTINGS } from "../../seal/remedies/streamSettings.ts";
import type { Preset, Settings } from "../../tasks/metadata.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import type { TaskPageEntry } from "../../tasks/page/taskPage.ts";
import { type AcceptanceLimits, DEFAULT_ACCEPTANCE } from "../../versions/versionEvents.ts";
import { matchingPreset, usualPreset } from "../edit/settings.ts";
import { taskEntry } from "../edit/taskModels.ts";
import type { SetChoice } from "../playgroundState.ts";
import type { RoundsDraft } from "../rounds/roundsDraft.ts";
import { STREAM_TASKS, type StreamDraft, streamTask } from "../stream/streamDraft.ts";
import { compressText, decompressText } from "./compressedText.ts";
import { LINKED_LIMITS, linkedEdit, linkedRounds, linkedStream } from "./linkedDrafts.ts";
import { nearest, readSettings, settingPlace, shown, writeSettings } from "./linkedSettings.ts";

/** A context that comes with the page by its name, or a whole one. */
export type SharedContext = { name: string } | { value: Json };

/** What is set up in a view: its context and settings. */
export type SharedSetup =
  /** No context: it is left as it is. */
  | {
      kind: "edit";
      task: string;
      context: SharedContext | null;
      settings: Settings;
      compare: readonly Condition[];
      /** Absent: nobody chose one. */
      set?: SetChoice;
    }
  | { kind: "rounds"; task: string; draft: RoundsDraft }
  | { kind: "stream"; task: string; draft: StreamDraft }
  | { kind: "versions"; limits: AcceptanceLimits };

const packedSchema = z.string().check(z.maxLength(200_000));
/** Of examples, recordings and sets. */
export const nameSchema = z.string().check(z.regex(/^[\w.-]{1,80}$/));
/** No set is as large as that. */
const setSchema = z.object({ id: nameSchema, count: z.int().check(z.minimum(1), z.maximum(10_000)) });

/** Why nothing of a link can be opened, as the end of a sentence. */
export class Unreadable extends Error {}

/** As parameters of a link: of settings only what differs from a versioned preset. */
export async function writeSetup(parameters: URLSearchParams, setup: SharedSetup): Promise<void> {
  if (setup.kind === "versions") {
    writeSettings(parameters, LINKED_LIMITS, DEFAULT_ACCEPTANCE, setup.limits);
    return;
  }
  const entry = taskEntry(setup.task);
  parameters.set("task", setup.task);
  switch (setup.kind) {
    case "edit": {
      const linked = linkedEdit(entry.settings);
      const preset =
        matchingPreset(entry.settings, setup.settings) ??
        nearest(linked, entry.settings.presets, ({ settings }) => settings, setup.settings);
      parameters.set("preset", presetName(preset));
      const { context } = setup;
      if (context && "name" in context) parameters.set("example", context.name);
      else if (context)
        parameters.set(entry.linkParameter, await compressText(JSON.stringify(context.value)));
      writeSettings(parameters, linked, preset.settings, setup.settings);
      if (String(setup.compare) !== String(entry.compare.first)) {
        parameters.set("compare", setup.compare.join(","));
      }
      if (setup.set) {
        parameters.set("set", setup.set.id);
        parameters.set("many", String(setup.set.count));
      }
      return;
    }
    case "rounds": {
      const linked = linkedRounds(entry);
      const preset = nearest(linked, entry.rounds.presets, ({ settings }) => settings, setup.draft);
      parameters.set("preset", presetName(preset));
      writeSettings(parameters, linked, preset.settings, setup.draft);
      return;
    }
    case "stream": {
      const task = streamTask(setup.task);
      const linked = linkedStream(task);
      const preset = nearest(linked, task.stream.presets, streamBase, setup.draft);
      parameters.set("preset", presetName(preset));
      writeSettings(parameters, linked, streamBase(preset), setup.draft);
      return;
    }
  }
}

function streamBase({ settings }: Preset<Omit<StreamDraft, "stream">>): StreamDraft {
  return { stream: DEFAULT_STREAM_SETTINGS, ...settings };
}

function presetName({ id, version }: Preset<unknown>): string {
  return `${id}.${version}`;
}

export type SetupKind = SharedSetup["kind"];

/** What is set up in a view; null where nothing is. */
export function setupKind(view: string): SetupKind | null {
  if (view === "rounds" || view === "stream" || view === "versions") return view;
  return TASK_PAGES.some((entry) => entry.view.id === view) ? "edit" : null;
}

/** @throws Unreadable where the page has no such task */
export function readTask(parameters: URLSearchParams, kind: SetupKind): TaskPageEntry {
  const task = parameters.get("task");
  const tasks = kind === "stream" ? STREAM_TASKS : TASK_PAGES;
  const entry = tasks.find(({ id }) => id === task);
  if (entry) return entry;
  throw new Unreadable(`it is for a task named ${shown(task)}, which this page does not have`);
}

/** @throws Unreadable where its preset does not exist; what else is wrong is named in `problems` */
export async function readSetup(
  parameters: URLSearchParams,
  kind: SetupKind,
  entry: TaskPageEntry | null,
  problems: string[],
): Promise<SharedSetup> {
  if (kind === "versions" || entry === null) {
    const limits = readSettings(parameters, LINKED_LIMITS, DEFAULT_ACCEPTANCE, problems);
    return { kind: "versions", limits };
  }
  const task = entry.id;
  switch (kind) {
    case "edit": {
      const { presets, retired } = entry.settings;
      const { settings } = readPreset(parameters, [...presets, ...retired], firstPreset(presets));
      const set = readSet(parameters, problems);
      return {
        kind,
        task,
        context: await readContext(parameters, entry.linkParameter, problems),
        settings: readSettings(parameters, linkedEdit(entry.settings), settings, problems),
        compare: readCompare(parameters, entry, problems),
        ...(set && { set }),
      };
    }
    case "rounds": {
      const { settings } = readPreset(parameters, [...entry.rounds.presets, ...entry.rounds.retired]);
      return { kind, task, draft: readSettings(parameters, linkedRounds(entry), settings, problems) };
    }
    case "stream": {
      const streams = streamTask(task);
      const base = streamBase(readPreset(parameters, streams.stream.presets));
      return { kind, task, draft: readSettings(parameters, linkedStream(streams), base, problems) };
    }
  }
}

/** Of any task: which it is, the link tells only once it is read. */
export function isTextSetting(key: string): boolean {
  const place = settingPlace(key);
  if (place === null) return false;
  return TASK_PAGES.some(({ settings: { fields } }) =>
    namedFields(fields).some((field) => field.kind === "text" && field.key === place.key),
  );
}

/** As the page opens on the model that comes with it; for another it takes another when that is loaded. */
function firstPreset(presets: readonly Preset<Settings>[]): Preset<Settings> {
  const own = presets.find(({ model }) => model !== undefined && model !== "any");
  return own ?? usualPreset(presets, null);
}

/** @param usual of a link that was typed and names none */
function readPreset<Of>(
  parameters: URLSearchParams,
  presets: readonly Preset<Of>[],
  usual: Preset<Of> | undefined = presets[0],
): Preset<Of> {
  const name = parameters.get("preset");
  if (name === null && usual) return usual;
  const preset = presets.find((known) => presetName(known) === name);
  if (preset) return preset;
  throw new Unreadable(`its preset ${shown(name)} does not exist`);
}

async function readContext(
  parameters: URLSearchParams,
  parameter: string,
  problems: string[],
): Promise<SharedContext | null> {
  const packed = parameters.get(parameter);
  const name = parameters.get("example");
  if (packed === null) {
    if (name === null) return null;
    if (nameSchema.safeParse(name).success) return { name };
    problems.push(`The example ${shown(name)} does not exist.`);
    return null;
  }
  try {
    const json: unknown = JSON.parse(packedSchema.parse(await decompressText(packed)));
    return { value: jsonSchema.parse(json) };
  } catch {
    problems.push(`The ${parameter} in the link is damaged; the link was probably cut short.`);
    return null;
  }
}

function readCompare(
  parameters: URLSearchParams,
  { compare: { possible, first } }: TaskPageEntry,
  problems: string[],
): readonly Condition[] {
  const text = parameters.get("compare");
  if (text === null) return first;
  const names = text === "" ? [] : text.split(",");
  for (const name of names) {
    if (!possible.some((known) => known === name)) problems.push(`There is no comparison ${shown(name)}.`);
  }
  return possible.filter((known) => names.includes(known));
}

function readSet(parameters: URLSearchParams, problems: string[]): SetChoice | null {
  const id = parameters.get("set");
  if (id === null) return null;
  const set = setSchema.safeParse({ id, count: Number(parameters.get("many")) });
  if (!set.success) problems.push(`The set ${shown(id)} cannot be read.`);
  return set.data ?? null;
}
