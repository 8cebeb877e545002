import type { Remedy } from "../../protocol/streamSettings.ts";
import type { Control } from "../metadata.ts";

const whole = { kind: "number", step: 1, integer: true } as const;
const real = { kind: "number", integer: false } as const;
const basic = { level: "basic", group: "Stream" } as const;
const advanced = { level: "advanced", group: "Stream" } as const;

export const STREAM_CONTROLS: readonly Control[] = [
  {
    ...basic,
    kind: "choice",
    key: "remedy",
    label: "Remedy",
    help: "What is done against forgetting.",
    options: [
      { value: "none", label: "Nothing", help: "Each edit is merged as it is." },
      { value: "replay", label: "Replay", help: "Earlier edits are trained on again beside each new one." },
      { value: "kl", label: "Hold to the base (KL)", help: "Training is held near what the base expects." },
      { value: "gate", label: "Gate", help: "An edit that harms too much is clipped, or not merged." },
      { value: "router", label: "Adapter each, router", help: "Nothing is merged; questions are routed." },
    ],
  },
  {
    ...basic,
    ...whole,
    key: "passages",
    label: "Passages",
    help: "How many are learned one after the other.",
    min: 2,
    max: 100,
    scale: "log",
  },
  {
    ...basic,
    ...whole,
    key: "seed",
    label: "Seed",
    help: "Every random choice follows from it, the passages too.",
    min: 0,
    max: 4294967295,
    scale: "linear",
  },
  {
    ...advanced,
    ...whole,
    key: "samples",
    label: "Edits to choose from",
    help: "Edits written for each passage; of several, the best by a trial of its own is learned.",
    min: 1,
    max: 8,
    scale: "linear",
  },
];

/** What only one remedy knows. */
export const REMEDY_CONTROLS: Record<Remedy, readonly Control[]> = {
  none: [],
  router: [],
  replay: [
    {
      ...advanced,
      ...real,
      key: "replayShare",
      label: "Replayed share",
      help: "How much of what training sees comes from earlier edits.",
      min: 0.05,
      max: 0.9,
      step: 0.05,
      scale: "linear",
    },
  ],
  kl: [
    {
      ...advanced,
      ...real,
      key: "anchorWeight",
      label: "Weight of the penalty",
      help: "Of the divergence from the base on neutral text, beside the edit’s loss.",
      min: 0,
      max: 100,
      step: 0.1,
      scale: "linear",
    },
    {
      ...advanced,
      ...whole,
      key: "anchorBatch",
      label: "Neutral texts a step",
      help: "More hold better and take longer.",
      min: 1,
      max: 32,
      scale: "linear",
    },
  ],
  gate: [
    {
      ...advanced,
      ...real,
      key: "bitsLimit",
      label: "Harm to earlier edits",
      help: "How far one edit may raise the loss on what earlier ones taught, in bits a token.",
      min: 0,
      max: 20,
      step: 0.1,
      scale: "linear",
    },
    {
      ...advanced,
      ...real,
      key: "kl",
      label: "Divergence from the base",
      help: "Accepted on neutral text, all edits together, in nats a token.",
      min: 0,
      max: 100,
      step: 0.1,
      scale: "linear",
    },
    {
      ...advanced,
      ...real,
      key: "perplexityRatio",
      label: "Perplexity, times",
      help: "By how much that of neutral text may grow.",
      min: 1,
      max: 1000,
      step: 0.1,
      scale: "log",
    },
    {
      ...advanced,
      ...whole,
      key: "canariesLost",
      label: "Canary questions lost",
      help: "How many questions that the base passes may fail.",
      min: 0,
      max: 1000,
      scale: "linear",
    },
  ],
};
