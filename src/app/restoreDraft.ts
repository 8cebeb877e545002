import { backendPreferenceSchema } from "../protocol/commands.ts";
import { z } from "../protocol/zod.ts";
import { knowledgeSettingsSchema } from "../tasks/knowledge/metadata.ts";
import { type Draft, draftPassageSchema, predictionSchema } from "./draft.ts";
import type { KnowledgeSettings } from "./presets.ts";
import { ownFactSchema, worldRecipeSchema } from "./worldRecipe.ts";

/**
 * Makes a draft of whatever an earlier version of the page stored: each part that is still valid is kept,
 * the rest comes from `fallback`. What a person typed is never thrown away for one bad setting.
 */
export function restoreDraft(stored: unknown, fallback: Draft): Draft {
  if (!isRecord(stored)) return fallback;
  const passage = draftPassageSchema.safeParse(stored.passage);
  const backend = backendPreferenceSchema.safeParse(stored.backend);
  const prediction = z.nullable(predictionSchema).safeParse(stored.prediction);
  const recipe = worldRecipeSchema.safeParse(stored.recipe);
  const facts = z.array(ownFactSchema).safeParse(stored.facts);
  return {
    passage: passage.success ? passage.data : fallback.passage,
    settings: restoreSettings(stored.settings, fallback.settings),
    modelId: typeof stored.modelId === "string" ? stored.modelId : fallback.modelId,
    backend: backend.success ? backend.data : fallback.backend,
    prediction: prediction.success ? prediction.data : fallback.prediction,
    recipe: recipe.success ? recipe.data : fallback.recipe,
    facts: facts.success ? facts.data : fallback.facts,
  };
}

function restoreSettings(stored: unknown, fallback: KnowledgeSettings): KnowledgeSettings {
  if (!isRecord(stored)) return fallback;
  let settings = fallback;
  for (const key of Object.keys(knowledgeSettingsSchema.shape)) {
    if (!Object.hasOwn(stored, key)) continue;
    const tried = knowledgeSettingsSchema.safeParse({ ...settings, [key]: stored[key] });
    if (tried.success) settings = tried.data;
  }
  return settings;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
