import { whole } from "../../protocol/fields.ts";
import { remedy } from "./remedy.ts";

/**
 * Consolidation, or sleep: between sleeps each edit is merged as it is. At every k-th passage what was merged is taken back,
 * and one adapter is trained from the base on all edits so far, in one mixture, and merged alone. What it costs are
 * optimiser steps, which grow with the passages, and all earlier training sequences, which are kept.
 */
export const consolidation = remedy({
  id: "consolidation",
  label: "Consolidation (sleep)",
  help: "Now and then one adapter is trained on all edits so far, in the place of all others.",
  meaning:
    "Every few passages all merges are taken back, and one adapter is trained from the untouched model on all edits so far. It takes more steps the more there is to keep.",
  fields: {
    sleepEvery: whole({
      label: "Passages between sleeps",
      help: "How many are learned before all so far are trained on together.",
      level: "advanced",
      group: "Stream",
      min: 1,
      max: 100,
      scale: "linear",
      initial: 4,
    }),
    sleepSteps: whole({
      label: "Steps a passage, asleep",
      help: "Optimiser steps of a sleep, for each passage so far.",
      level: "advanced",
      group: "Stream",
      min: 1,
      max: 1000,
      scale: "log",
      initial: 60,
    }),
    sleepBatch: whole({
      label: "Batch size, asleep",
      help: "Training sequences per optimiser step of a sleep.",
      level: "advanced",
      group: "Stream",
      min: 1,
      max: 64,
      scale: "log",
      initial: 8,
    }),
    sleepRank: whole({
      label: "LoRA rank, asleep",
      help: "One adapter has to hold all edits; alpha grows with it.",
      level: "advanced",
      group: "Stream",
      min: 1,
      max: 128,
      scale: "log",
      initial: 64,
    }),
  },
  begin: (_stream, { sleepEvery, sleepSteps, sleepBatch, sleepRank: rank }) => ({
    prepare({ step, plan, earlier }) {
      if ((step + 1) % sleepEvery !== 0) return { ...plan, replayed: 0 };
      const before = earlier.flat();
      return {
        ...plan,
        sequences: [...before, ...plan.sequences],
        steps: sleepSteps * (step + 1),
        batchSize: Math.min(sleepBatch, before.length + plan.sequences.length),
        replayed: before.length,
        alone: true,
        rank,
      };
    },
    decide(_adapter, { step }) {
      const isAlone = (step + 1) % sleepEvery === 0;
      return { outcome: isAlone ? "consolidated" : "merged", scale: 1, tries: [] };
    },
  }),
});
