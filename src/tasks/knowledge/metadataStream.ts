import { whole } from "../../protocol/fields.ts";
import { KNOWLEDGE_PRESETS, type KnowledgeSettings } from "./metadata.ts";

export const PASSAGES_FIELD = whole({
  label: "Passages",
  help: "How many are learned one after the other.",
  level: "basic",
  group: "Stream",
  min: 2,
  max: 100,
  scale: "log",
});

/** What a stream of edits over passages is set to, besides the stream itself. */
export interface KnowledgeStreamSettings {
  /** How many, one after the other. */
  passages: number;
  /** Of one edit. */
  task: KnowledgeSettings;
}

/** "reader": the small model that comes with the page. "default": a real model, with few passages, as each takes minutes. */
export const KNOWLEDGE_STREAM_PRESETS: Record<"reader" | "default", KnowledgeStreamSettings> = {
  reader: { passages: 6, task: taskPreset("reader") },
  default: { passages: 3, task: taskPreset("default") },
};

function taskPreset(id: string): KnowledgeSettings {
  const preset = KNOWLEDGE_PRESETS.find((known) => known.id === id);
  if (preset === undefined) throw new Error(`There is no preset “${id}”.`);
  return preset.settings;
}
