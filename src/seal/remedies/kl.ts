import { real, whole } from "../../protocol/fields.ts";
import { takeAnchors } from "../drift.ts";
import { remedy } from "./remedy.ts";

/** A penalty on KL(base ‖ current), in nats a token of the probes' neutral text, beside each edit's loss. */
export const kl = remedy({
  id: "kl",
  label: "Hold to the base (KL)",
  help: "Training is held near what the base expects.",
  meaning: "Training pays for every change of what the untouched model expects of neutral text.",
  fields: {
    anchorWeight: real({
      label: "Weight of the penalty",
      help: "Of the divergence from the base on neutral text, beside the edit’s loss.",
      level: "advanced",
      group: "Stream",
      min: 0,
      max: 100,
      step: 0.1,
      scale: "linear",
      initial: 3,
    }),
    anchorBatch: whole({
      label: "Neutral texts a step",
      help: "More hold better and take longer.",
      level: "advanced",
      group: "Stream",
      min: 1,
      max: 32,
      scale: "linear",
      initial: 2,
    }),
  },
  async begin({ model, probes, signal }, { anchorWeight, anchorBatch }) {
    const anchors = await takeAnchors(model, probes(), signal);
    const anchor = { ...anchors, weight: anchorWeight, batchSize: anchorBatch };
    return { prepare: ({ plan }) => ({ ...plan, replayed: 0, anchor }) };
  },
});
