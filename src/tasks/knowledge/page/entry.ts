import { toJson } from "../../../protocol/toJson.ts";
import type { ContextSource, StreamSource } from "../../page/taskMetadata.ts";
import type { TaskPageEntry } from "../../page/taskPage.ts";
import {
  EMBEDDED_MODEL_ID,
  KNOWLEDGE_FIELDS,
  KNOWLEDGE_PRESETS,
  knowledgeSettingsSchema,
  RETIRED_PRESETS,
} from "../metadata.ts";
import { knowledgeRounds } from "../roundsMetadata.ts";
import { KNOWLEDGE_STREAM_PRESETS } from "../streamMetadata.ts";
import { EXAMPLES, loadExamples } from "./examples.ts";
import { passagePage } from "./page.tsx";
import { loadWorld } from "./world/loadWorld.ts";

/** As `npm run rl` draws them. */
const WORLD: ContextSource = {
  about: "Fresh passages of the invented world; other ones are held out.",
  atHand: Number.POSITIVE_INFINITY,
  async draw({ seed, training, heldOut }) {
    const world = await loadWorld();
    const drawn = world.roundsPassages(seed, training, heldOut);
    return { training: drawn.training.map(toJson), heldOut: drawn.heldOut.map(toJson) };
  },
};

const passages = async () => (await loadExamples()).map(toJson);

/** A real model reads the examples. */
const SAMPLES: ContextSource = {
  about: "The example passages; the last of them are held out.",
  atHand: EXAMPLES.length,
  async draw({ heldOut }) {
    const all = await passages();
    return { training: all.slice(0, -heldOut), heldOut: all.slice(-heldOut) };
  },
};

const WORLD_STREAM: StreamSource = {
  about: "Fresh passages of the invented world, by the seed.",
  draw: async ({ seed, contexts }) => (await loadWorld()).streamPassages(seed, contexts).map(toJson),
};

const SAMPLES_STREAM: StreamSource = {
  about: "The example passages, in order.",
  draw: async ({ contexts }) => (await passages()).slice(0, contexts),
};

/** What people do not leave out stands beside the self-edit, as far as it is known. */
const COMPARED = ["in-context", "passage-only", "oracle", "other-edit"] as const;

export const passageEntry: TaskPageEntry = {
  id: "knowledge",
  label: "Passages",
  view: { id: "edit", label: "Passages" },
  models: { own: [EMBEDDED_MODEL_ID], readsText: true, asksFirst: true },
  linkParameter: "passage",
  settings: {
    schema: knowledgeSettingsSchema,
    fields: KNOWLEDGE_FIELDS,
    presets: KNOWLEDGE_PRESETS,
    retired: RETIRED_PRESETS,
    draws: ["seed", "edits"],
    // It knows one format only.
    notOfOwn: ["format"],
  },
  compare: { possible: COMPARED, first: COMPARED },
  rounds: { ...knowledgeRounds, source: ({ isOwn }) => (isOwn ? WORLD : SAMPLES) },
  stream: {
    // One edit takes its seed from the stream, which learns one edit a passage.
    setByStream: ["seed", "edits"],
    presets: KNOWLEDGE_STREAM_PRESETS,
    source: ({ isOwn }) => (isOwn ? WORLD_STREAM : SAMPLES_STREAM),
  },
  // The page opens on it, so it does not come later.
  load: async () => passagePage,
};
