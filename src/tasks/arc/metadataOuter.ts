import { ADAPTER_TARGETS } from "../../protocol/adapterSettings.ts";
import type { OuterSettings } from "../../protocol/outerSettings.ts";
import { ARC_PRESETS, type ArcSettings } from "./metadata.ts";

/** What an outer loop over puzzles is set to. */
export interface ArcOuterSettings {
  /** Held-out puzzles, of families that nothing was trained on. */
  heldOut: number;
  outer: OuterSettings;
  /** Of the inner loops. */
  task: ArcSettings;
}

/**
 * One round as in [paper] (11 puzzles × 15 edits, every solving one kept, 8 epochs), with more puzzles and fewer edits
 * each: a small model solves many puzzles with any edit, and those teach nothing.
 */
export const ARC_OUTER_SETTINGS: ArcOuterSettings = {
  heldOut: 24,
  outer: {
    seed: 1,
    rounds: 1,
    contextsPerRound: 24,
    samples: 6,
    heldOutSamples: 1,
    innerRuns: 1,
    reward: "accuracy",
    keep: "solving",
    writer: {
      loraRank: 16,
      loraAlpha: 32,
      targets: [...ADAPTER_TARGETS],
      learningRate: 1e-3,
      epochs: 8,
      batchSize: 4,
      schedule: "constant",
      warmupSteps: 0,
      weightDecay: 0,
      maxGradNorm: 1,
    },
  },
  task: ARC_PRESETS[0]!.settings,
};
