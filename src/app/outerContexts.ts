import type { Json } from "../protocol/run.ts";
import { toJson } from "../protocol/toJson.ts";
import { EXAMPLES } from "./examples.ts";
import { loadWorld } from "./loadWorld.ts";
import type { OuterDraft } from "./outerDraft.ts";
import { isEmbeddedLoaded, type PlaygroundState } from "./playgroundState.ts";

/** Where rounds take their contexts from. */
export interface OuterSource {
  /** In a sentence. */
  about: string;
  /** How many there are to choose from; infinite where they are made as needed. */
  atHand: number;
  /** Rejects where what makes them cannot be fetched. */
  draw(draft: OuterDraft): Promise<OuterContexts>;
}

export interface OuterContexts {
  training: Json[];
  heldOut: Json[];
}

export function outerSource(state: PlaygroundState): OuterSource {
  if (state.roundsTask === "arc") return PUZZLES;
  return isEmbeddedLoaded(state) ? WORLD : SAMPLES;
}

/** As `npm run rl -- --task arc` draws them. */
const PUZZLES: OuterSource = {
  about: "Fresh puzzles of eight kinds; held out are kinds that nothing is trained on.",
  atHand: Number.POSITIVE_INFINITY,
  async draw({ heldOut, outer }) {
    const { outerPuzzles } = await import("../tasks/arc/drawnPuzzles.ts");
    const drawn = outerPuzzles("small", outer.seed, outer.rounds * outer.contextsPerRound, heldOut);
    return { training: drawn.training.map(toJson), heldOut: drawn.heldOut.map(toJson) };
  },
};

/** As `npm run rl` draws them. */
const WORLD: OuterSource = {
  about: "Fresh passages of the invented world; other ones are held out.",
  atHand: Number.POSITIVE_INFINITY,
  async draw({ heldOut, outer }) {
    const world = await loadWorld();
    const drawn = world.outerPassages(outer.seed, outer.rounds * outer.contextsPerRound, heldOut);
    return { training: drawn.training.map(toJson), heldOut: drawn.heldOut.map(toJson) };
  },
};

/** A real model reads the examples. */
const SAMPLES: OuterSource = {
  about: "The example passages; the last of them are held out.",
  atHand: EXAMPLES.length,
  async draw({ heldOut }) {
    const passages = EXAMPLES.map(({ passage }) => toJson(passage));
    return { training: passages.slice(0, -heldOut), heldOut: passages.slice(-heldOut) };
  },
};
