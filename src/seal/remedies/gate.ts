import type { Adapter, LanguageModel } from "../../nn/languageModel.ts";
import { type DriftLimits, driftLimitFields } from "../../protocol/drift.ts";
import { real } from "../../protocol/fields.ts";
import { createRandom } from "../../protocol/random.ts";
import type { Piece } from "../../protocol/run.ts";
import type { TrainingSequence } from "../../protocol/sequence.ts";
import type { GateTry } from "../../runs/stream/events.ts";
import { judgeClaims } from "../claims.ts";
import { type DriftReference, measureDrift, takeReference } from "../drift.ts";
import { judgeDrift, lostCanaries } from "../driftLimits.ts";
import { scaledCopy } from "../scaledCopy.ts";
import { remedy } from "./remedy.ts";

/** Earlier sequences that are scored at most, drawn by the seed. */
const SCORED_SEQUENCES = 48;

export const gate = remedy({
  id: "gate",
  label: "Gate",
  help: "An edit that harms too much is clipped, or not merged.",
  meaning:
    "An edit that harms earlier ones or neutral text too much is merged at half or a quarter of its strength, or not at all.",
  fields: {
    bitsLimit: real({
      label: "Harm to earlier edits",
      help: "How far one edit may raise the loss on what earlier ones taught, in bits a token.",
      level: "advanced",
      group: "Stream",
      min: 0,
      max: 20,
      step: 0.1,
      scale: "linear",
      initial: 0.5,
    }),
    falsePercent: real({
      label: "False statements, %",
      help: "Kept statements that are false of their passage, of a hundred of which it can be known; 100 lets all pass.",
      level: "advanced",
      group: "Stream",
      min: 0,
      max: 100,
      step: 0.5,
      scale: "linear",
      initial: 100,
      flag: "false-limit",
    }),
    limits: driftLimitFields("Stream", { kl: 1.5, perplexityRatio: 4, canariesLost: 12 }),
  },
  async begin({ model, probes, seed, signal }, limits) {
    const reference = await takeReference(model, probes(), signal);
    return {
      async decide(adapter, { step, pieces, earlier }) {
        const draw = createRandom(seed).fork(`gate of step ${step}`);
        const scored = draw.shuffle(earlier.flat()).slice(0, SCORED_SEQUENCES);
        const request = { model, adapter, reference, limits, pieces, earlier: scored };
        const { scale, tries } = await gateEdit(signal ? { ...request, signal } : request);
        return { outcome: scale === 1 ? "merged" : scale > 0 ? "clipped" : "rejected", scale, tries };
      },
    };
  },
});

/** What an edit is tried at, in turn, before it is rejected: as it is, then clipped. */
const GATE_SCALES = [1, 0.5, 0.25] as const;

export interface GateRequest {
  model: LanguageModel;
  /** Trained and not merged. It stays the caller's. */
  adapter: Adapter;
  /** Of the untouched base. */
  reference: DriftReference;
  limits: { limits: DriftLimits; bitsLimit: number; falsePercent: number };
  /** Of the edit, as it was judged against its passage. */
  pieces: readonly Piece[];
  /** What earlier edits taught, to be scored before and after; empty for the first edit. */
  earlier: readonly TrainingSequence[];
  signal?: AbortSignal;
}

/**
 * A gate on merging, as in STABLE (arXiv 2510.16089): the edit is measured on trial, and merged only within limits on
 * drift from the base and on the rise of the loss, in bits a token, on earlier edits' own training data. An edit beyond
 * them is clipped to half, then a quarter of ΔW; one that is still beyond them is rejected. No test question is looked at.
 *
 * @returns the scale to merge with, 0 for none, and what each try measured. The model is left without an adapter.
 */
export async function gateEdit(request: GateRequest): Promise<{ scale: number; tries: GateTry[] }> {
  const { model, adapter, pieces, limits, earlier, signal } = request;
  model.useAdapter(null);
  const before = await bitsPerToken(model, earlier, signal);
  const wrong = judgeClaims(pieces, limits.falsePercent);
  const tries: GateTry[] = [];
  // What is false is as false at half its strength.
  for (const scale of wrong.length > 0 ? GATE_SCALES.slice(0, 1) : GATE_SCALES) {
    const scaled = await scaledCopy(model, adapter, scale);
    model.useAdapter(scaled);
    try {
      const measured = await measure(request, scale, before);
      measured.reasons.unshift(...wrong);
      tries.push(measured);
      if (measured.reasons.length === 0) return { scale, tries };
    } finally {
      model.useAdapter(null);
      scaled.dispose();
    }
  }
  return { scale: 0, tries };
}

async function measure(
  { model, reference, limits, earlier, signal }: GateRequest,
  scale: number,
  before: number,
): Promise<GateTry> {
  const drift = await measureDrift(model, reference, signal);
  const bitsRise = (await bitsPerToken(model, earlier, signal)) - before;
  const verdict = judgeDrift(drift, limits.limits);
  const reasons = verdict.accepted ? [] : [...verdict.reasons];
  if (!(bitsRise <= limits.bitsLimit)) {
    reasons.push(
      `The loss on what earlier edits taught rose by ${bitsRise.toFixed(2)} bits a token, more than the limit of ${limits.bitsLimit}.`,
    );
  }
  const { kl, perplexity } = drift;
  const perplexityRatio = perplexity.after / perplexity.before;
  return { scale, kl, perplexityRatio, canariesLost: lostCanaries(drift).length, bitsRise, reasons };
}

async function bitsPerToken(
  model: LanguageModel,
  examples: readonly TrainingSequence[],
  signal?: AbortSignal,
): Promise<number> {
  if (examples.length === 0) return 0;
  const scores = await model.score(examples, signal);
  const tokens = scores.reduce((sum, score) => sum + score.tokens, 0);
  return scores.reduce((sum, { nll }) => sum + nll, 0) / Math.LN2 / Math.max(1, tokens);
}
