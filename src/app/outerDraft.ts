import { isKnownBy, type OuterSettings, outerSettingsSchema } from "../protocol/outerSettings.ts";
import { z } from "../protocol/zod.ts";
import { knowledgeSettingsSchema } from "../tasks/knowledge/metadata.ts";
import { KNOWLEDGE_OUTER_PRESETS, type KnowledgeOuterSettings } from "../tasks/knowledge/metadataOuter.ts";
import { OUTER_CONTROLS, WRITER_CONTROLS } from "../tasks/knowledge/metadataOuterControls.ts";
import type { Preset } from "../tasks/metadata.ts";
import { problemOf } from "./draftCheck.ts";
import { EXAMPLES } from "./examples.ts";
import { CONTROLS, type Control } from "./presets.ts";

export type OuterPreset = Preset<KnowledgeOuterSettings>;
export const OUTER_PRESETS: readonly OuterPreset[] = KNOWLEDGE_OUTER_PRESETS;

/** All that people set up before the rounds. It is kept in the browser. */
export const outerDraftSchema = z.object({
  heldOut: z.int().check(z.minimum(1), z.maximum(1000)),
  outer: outerSettingsSchema,
  task: knowledgeSettingsSchema,
});
export type OuterDraft = z.infer<typeof outerDraftSchema>;

/** The parts of the settings, each with controls of its own. */
export type OuterPart = "rounds" | "writer" | "task";

/** The inner loops take their seed from the rounds, and compare no edits of their own. */
const NOT_OF_INNER_LOOPS = ["seed", "edits"];

export const OUTER_PARTS: Record<OuterPart, readonly Control[]> = {
  rounds: OUTER_CONTROLS,
  writer: WRITER_CONTROLS,
  task: CONTROLS.filter(({ key }) => !NOT_OF_INNER_LOOPS.includes(key)).map((control) => ({
    ...control,
    group: `Inner loops: ${control.group.toLowerCase()}`,
    level: "advanced",
  })),
};

/** The one sham that is a keep rule: everything is kept, whatever its reward. */
export type RewardChoice = OuterSettings["reward"] | "all";

export function rewardChoice({ keep, reward }: Pick<OuterSettings, "keep" | "reward">): RewardChoice {
  return keep === "all" ? "all" : reward;
}

/** The settings of a part as its controls know them. */
export function valuesOf({ heldOut, outer, task }: OuterDraft, part: OuterPart): object {
  if (part === "task") return task;
  return part === "writer" ? outer.writer : { ...outer, heldOut };
}

/** Sets one value. The controls name only keys of their part; `outerIssues` tells of values outside their range. */
export function changedDraft(draft: OuterDraft, part: OuterPart, key: string, value: unknown): OuterDraft {
  const next = structuredClone(draft);
  if (part === "task") Reflect.set(next.task, key, value);
  else if (part === "writer") Reflect.set(next.outer.writer, key, value);
  else if (key === "heldOut") Reflect.set(next, key, value);
  else Reflect.set(next.outer, key, value);
  return next;
}

export function outerPreset(id: string): OuterPreset {
  const preset = OUTER_PRESETS.find((known) => known.id === id);
  if (!preset) throw new Error(`There is no preset “${id}” of rounds.`);
  return preset;
}

/** The preset with the draft's own seed, reward and control "all": comparing rewards is what a preset is there for. */
export function withPreset(draft: OuterDraft, { settings }: OuterPreset): OuterDraft {
  const { seed, reward, keep } = draft.outer;
  const kept = keep === "all" ? keep : settings.outer.keep;
  return { ...settings, outer: { ...settings.outer, seed, reward, keep: kept } };
}

/** The preset that is chosen, whatever `withPreset` leaves as it is. */
export function matchingOuterPreset(draft: OuterDraft): OuterPreset | undefined {
  return OUTER_PRESETS.find((preset) => sorted(withPreset(draft, preset)) === sorted(draft));
}

function sorted(draft: OuterDraft): string {
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

export interface OuterIssue {
  part: OuterPart;
  key: string;
  message: string;
}

/** Everything that must be mended before the rounds can start. A real model reads the example passages only. */
export function outerIssues(draft: OuterDraft, isEmbedded: boolean): OuterIssue[] {
  const parts: OuterPart[] = ["rounds", "writer", "task"];
  const issues = parts.flatMap((part) =>
    OUTER_PARTS[part].flatMap((control): OuterIssue[] => {
      const message = problemOf(control, Reflect.get(valuesOf(draft, part), control.key));
      return message === undefined ? [] : [{ part, key: control.key, message }];
    }),
  );
  if (!isKnownBy(draft.outer.keep, draft.outer.reward)) {
    const message = "Which edits solve is known by accuracy alone: with a control, keep the best one or all.";
    issues.push({ part: "rounds", key: "keep", message });
  }
  const left = EXAMPLES.length - draft.heldOut;
  if (!isEmbedded && issues.length === 0 && left < draft.outer.contextsPerRound) {
    const message = `There are ${EXAMPLES.length} example passages: with ${draft.heldOut} held out, ${Math.max(0, left)} are left for a round.`;
    issues.push({ part: "rounds", key: "contextsPerRound", message });
  }
  return issues;
}
