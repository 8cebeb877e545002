import type { Preset } from "../metadata.ts";
import type { StreamSetup } from "../streamMetadata.ts";
import { EMBEDDED_MODEL_ID, type KnowledgeSettings } from "./metadata.ts";
import { taskPreset } from "./roundsMetadata.ts";

export const KNOWLEDGE_STREAM_PRESETS: readonly Preset<StreamSetup<KnowledgeSettings>>[] = [
  {
    id: "reader",
    version: 1,
    label: "Embedded reader",
    help: "For the small model that comes with the page.",
    model: EMBEDDED_MODEL_ID,
    settings: { contexts: 6, task: taskPreset("reader") },
  },
  {
    id: "default",
    version: 1,
    label: "Small model",
    help: "A few passages for a real model, as each takes minutes.",
    model: "any",
    settings: { contexts: 3, task: taskPreset("default") },
  },
];
