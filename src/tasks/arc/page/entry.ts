import { toJson } from "../../../protocol/toJson.ts";
import type { ContextSource } from "../../page/taskMetadata.ts";
import type { TaskPageEntry } from "../../page/taskPage.ts";
import { GRID_MODELS } from "../gridModels.ts";
import { ARC_FIELDS, ARC_PRESETS, arcSettingsSchema, RETIRED_PRESETS } from "../metadata.ts";
import { arcRounds } from "../roundsMetadata.ts";

/** As `npm run rl -- --task arc` draws them. */
const PUZZLES: ContextSource = {
  about: "Fresh puzzles of eight kinds; held out are kinds that nothing is trained on.",
  atHand: Number.POSITIVE_INFINITY,
  async draw({ seed, training, heldOut }) {
    const { roundsPuzzles } = await import("../drawn/drawnPuzzles.ts");
    const drawn = roundsPuzzles("small", seed, training, heldOut);
    return { training: drawn.training.map(toJson), heldOut: drawn.heldOut.map(toJson) };
  },
};

export const puzzleEntry: TaskPageEntry = {
  id: "arc",
  label: "Puzzles",
  view: { id: "puzzles", label: "Puzzles" },
  models: { own: GRID_MODELS.map(({ id }) => id), readsText: true, asksFirst: false },
  linkParameter: "puzzle",
  settings: {
    schema: arcSettingsSchema,
    fields: ARC_FIELDS,
    presets: ARC_PRESETS,
    retired: RETIRED_PRESETS,
    draws: ["seed"],
    notOfOwn: [],
  },
  compare: {
    possible: ["best-fixed", "random", "best-of-5", "full-fine-tuning", "oracle"],
    first: ["best-fixed"],
  },
  rounds: { ...arcRounds, source: () => PUZZLES },
  load: async () => (await import("./page.tsx")).puzzlePage,
};
