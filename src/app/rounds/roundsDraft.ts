import { type NamedField, namedFields } from "../../protocol/fields.ts";
import { faultOf } from "../../protocol/fieldText.ts";
import {
  heldOutField,
  isKnownBy,
  isSham,
  type RoundsSettings,
  roundsFields,
  roundsSettingsSchema,
  WRITER_FIELDS,
} from "../../protocol/roundsSettings.ts";
import type { Json } from "../../protocol/run.ts";
import { z } from "../../protocol/zod.ts";
import type { Preset } from "../../tasks/metadata.ts";
import type { RoundsMetadata, RoundsSetup } from "../../tasks/roundsMetadata.ts";

/** All that people set up before the rounds. It is kept in the browser. */
export type RoundsDraft = RoundsSetup<Record<string, Json>>;
export type RoundsPreset = Preset<RoundsDraft>;

/** What was kept; null where it can no longer be read. */
export function readRoundsDraft({ settings, words }: RoundsMetadata, kept: unknown): RoundsDraft | null {
  const schema = z.object({
    heldOut: heldOutField(words).schema,
    outer: roundsSettingsSchema,
    task: settings,
  });
  return schema.safeParse(kept).data ?? null;
}

/** The parts of the settings, each with controls of its own. */
export const ROUNDS_PARTS = ["rounds", "writer", "task"] as const;
export type RoundsPart = (typeof ROUNDS_PARTS)[number];

export function roundsFieldsOf(
  { words, innerFields }: RoundsMetadata,
  part: RoundsPart,
): readonly NamedField[] {
  if (part === "rounds") return namedFields({ ...roundsFields(words), heldOut: heldOutField(words) });
  if (part === "writer") {
    return namedFields(WRITER_FIELDS).map((field) => ({ ...field, group: "Training of the writer" }));
  }
  return namedFields(innerFields).map((field) => ({
    ...field,
    group: `Inner loops: ${field.group.toLowerCase()}`,
    level: "advanced",
  }));
}

/** The one sham that is a keep rule: everything is kept, whatever its reward. */
export type RewardChoice = RoundsSettings["reward"] | "all";

export function rewardChoice({ keep, reward }: Pick<RoundsSettings, "keep" | "reward">): RewardChoice {
  return keep === "all" ? "all" : reward;
}

/** The settings of a part as its controls know them. */
export function valuesOf({ heldOut, outer, task }: RoundsDraft, part: RoundsPart): object {
  if (part === "task") return task;
  return part === "writer" ? outer.writer : { ...outer, heldOut };
}

/** Sets one value. The controls name only keys of their part; `roundsIssues` tells of values outside their range. */
export function changedDraft(draft: RoundsDraft, part: RoundsPart, key: string, value: unknown): RoundsDraft {
  const next = structuredClone(draft);
  if (part === "task") Reflect.set(next.task, key, value);
  else if (part === "writer") Reflect.set(next.outer.writer, key, value);
  else if (key === "heldOut") Reflect.set(next, key, value);
  else Reflect.set(next.outer, key, value);
  return next;
}

export function roundsPreset({ label, presets }: RoundsMetadata, id: string): RoundsPreset {
  const preset = presets.find((known) => known.id === id);
  if (!preset) throw new Error(`There is no preset “${id}” of rounds of ${label}.`);
  return preset;
}

/** What a task's rounds are set to at first: for the model that comes with the page. */
export function firstRoundsDraft({ label, presets: [first] }: RoundsMetadata): RoundsDraft {
  if (!first) throw new Error(`There is no preset of rounds of ${label}.`);
  return first.settings;
}

/**
 * The preset with the draft's own seed, and with its reward and keep rule where these are a control: comparing rewards is
 * what a preset is there for.
 */
export function withPreset(draft: RoundsDraft, { settings }: RoundsPreset): RoundsDraft {
  const { seed, reward, keep } = draft.outer;
  const kept =
    keep === "all" || (isSham(draft.outer) && settings.outer.keep === "solving") ? keep : settings.outer.keep;
  return { ...settings, outer: { ...settings.outer, seed, reward, keep: kept } };
}

/** The preset that is chosen, whatever `withPreset` leaves as it is. */
export function matchingRoundsPreset(
  { presets }: RoundsMetadata,
  draft: RoundsDraft,
): RoundsPreset | undefined {
  return presets.find((preset) => sorted(withPreset(draft, preset)) === sorted(draft));
}

function sorted(draft: RoundsDraft): string {
  return JSON.stringify([
    draft.heldOut,
    entries(draft.outer),
    entries(draft.outer.writer),
    entries(draft.task),
  ]);
}

function entries(settings: object): [string, unknown][] {
  return Object.entries(settings)
    .filter(([key]) => key !== "writer")
    .sort(([a], [b]) => a.localeCompare(b));
}

export interface RoundsIssue {
  part: RoundsPart;
  key: string;
  message: string;
}

/**
 * Everything that must be mended before the rounds can start.
 *
 * @param atHand how many contexts there are to choose from; infinite where they are made as needed
 */
export function roundsIssues(metadata: RoundsMetadata, draft: RoundsDraft, atHand: number): RoundsIssue[] {
  const issues = ROUNDS_PARTS.flatMap((part) =>
    roundsFieldsOf(metadata, part).flatMap((field): RoundsIssue[] => {
      const message = faultOf(field, Reflect.get(valuesOf(draft, part), field.key));
      return message === undefined ? [] : [{ part, key: field.key, message }];
    }),
  );
  if (!isKnownBy(draft.outer.keep, draft.outer.reward)) {
    const message = "Which edits solve is known by accuracy alone: with a control, keep the best one or all.";
    issues.push({ part: "rounds", key: "keep", message });
  }
  const left = atHand - draft.heldOut;
  if (issues.length === 0 && left < draft.outer.contextsPerRound) {
    const message = `There are ${atHand} example ${metadata.words.many}: with ${draft.heldOut} held out, ${Math.max(0, left)} are left for a round.`;
    issues.push({ part: "rounds", key: "contextsPerRound", message });
  }
  return issues;
}
