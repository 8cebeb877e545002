import { DEFAULT_STREAM_SETTINGS, type StreamSettings } from "../../protocol/streamSettings.ts";
import { KNOWLEDGE_PRESETS, type KnowledgeSettings } from "./metadata.ts";

/** What a stream of edits over passages is set to. */
export interface KnowledgeStreamSettings {
  /** How many, one after the other. */
  passages: number;
  stream: StreamSettings;
  /** Of one edit. */
  task: KnowledgeSettings;
}

/** "reader": the small model that comes with the page. "default": a real model, with few passages, as each takes minutes. */
export const KNOWLEDGE_STREAM_PRESETS: Record<"reader" | "default", KnowledgeStreamSettings> = {
  reader: { passages: 6, stream: DEFAULT_STREAM_SETTINGS, task: taskPreset("reader") },
  default: { passages: 3, stream: DEFAULT_STREAM_SETTINGS, task: taskPreset("default") },
};

function taskPreset(id: string): KnowledgeSettings {
  const preset = KNOWLEDGE_PRESETS.find((known) => known.id === id);
  if (preset === undefined) throw new Error(`There is no preset “${id}”.`);
  return preset.settings;
}
