import type { CanaryKind } from "../protocol/drift.ts";

/** What drift from the base model is measured on. Fixed: the same for every version of a model. */
export interface ProbeSet {
  /** Changed with its contents, since figures of different sets do not compare. */
  id: string;
  /** Neutral text, as tokens: nothing of it is about any passage that is learned. */
  texts: readonly (readonly number[])[];
  /** Neutral text of the same kinds, to hold a model to while it is trained (a KL penalty); none of it is measured. */
  anchors: readonly (readonly number[])[];
  canaries: readonly Canary[];
  maxTokens: number;
  stop: readonly string[];
}

/** A question whose answer must not change. */
export interface Canary {
  kind: CanaryKind;
  /** As people read it. */
  question: string;
  prompt: string;
  /** Empty for a stranger. */
  accepted: readonly string[];
  /** Whether this output is right; of a stranger no output is. */
  isRight(output: string): boolean;
  /** The answer in an output, as people read it. */
  answerIn(output: string): string;
}
