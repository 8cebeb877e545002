import { toJson } from "../../../src/protocol/toJson.ts";
import type { TaskPageEntry } from "../../../src/tasks/page/taskPage.ts";
import {
  drawTables,
  FACTS_FIELDS,
  FACTS_PRESETS,
  factsRounds,
  factsSettingsSchema,
  READER_ID,
} from "../metadata.ts";

export const factsEntry: TaskPageEntry = {
  id: "facts",
  label: "Facts",
  view: { id: "facts", label: "Facts" },
  models: { own: [READER_ID], readsText: false, asksFirst: false },
  linkParameter: "facts",
  settings: {
    schema: factsSettingsSchema,
    fields: FACTS_FIELDS,
    presets: FACTS_PRESETS,
    retired: [],
    draws: ["seed"],
    notOfOwn: [],
  },
  compare: { possible: ["in-context", "passage-only"], first: ["in-context", "passage-only"] },
  rounds: {
    ...factsRounds,
    source: () => ({
      about: "Fresh tables.",
      atHand: Number.POSITIVE_INFINITY,
      draw: async ({ seed, training, heldOut }) => ({
        training: drawTables(seed, "training", training).map(toJson),
        heldOut: drawTables(1, "held out", heldOut).map(toJson),
      }),
    }),
  },
  stream: {
    setByStream: ["seed"],
    presets: [{ ...FACTS_PRESETS[0]!, settings: { contexts: 2, task: FACTS_PRESETS[0]!.settings } }],
    source: () => ({
      about: "Fresh tables.",
      draw: async ({ seed, contexts }) => drawTables(seed, "stream", contexts).map(toJson),
    }),
  },
  load: async () => (await import("./page.tsx")).factsPage,
};
