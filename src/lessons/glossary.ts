/** A term of the field as the page uses it: one or two plain sentences. */
export interface GlossaryEntry {
  term: string;
  meaning: string;
}

/** By the key that lessons name in `[[…]]`; in alphabetical order of the keys. */
export const GLOSSARY = {
  accuracy: {
    term: "Accuracy",
    meaning: "Right answers out of all questions asked. An answer is right if it contains an accepted one.",
  },
  "ARC puzzle": {
    term: "ARC puzzle",
    meaning:
      "A few pairs of coloured grids that follow one unknown rule, and a grid to which it must be applied. Solved only if every cell is right.",
  },
  augmentation: {
    term: "Augmentation",
    meaning:
      "A changed copy of an example that is trained on as well: turned, mirrored, recoloured. It claims that the rule does not mind.",
  },
  baseline: { term: "Baseline", meaning: "What is reached without the thing under test." },
  canary: {
    term: "Canary",
    meaning:
      "A question that a change must not affect. If its answer changes, something else changed than was meant to.",
  },
  checkpoint: {
    term: "Checkpoint",
    meaning: "The files that hold a model: its weights, its configuration and its tokenizer.",
  },
  "closed book": {
    term: "Closed book",
    meaning: "Asked without the passage in the prompt: only what is in the weights can help.",
  },
  configuration: {
    term: "Configuration",
    meaning:
      "For a puzzle, the self-edit: which copies to train on, on which tokens, at which rate and how long.",
  },
  control: {
    term: "Control",
    meaning:
      "The same experiment without the one thing whose effect is in question, with everything else equal.",
  },
  "cross-entropy": {
    term: "Cross-entropy",
    meaning:
      "The loss of a language model: the mean negative logarithm of the probability it gave to each true next token.",
  },
  drift: {
    term: "Drift",
    meaning: "How far a change moved the model on texts and questions that it was not about.",
  },
  "edit format": {
    term: "Edit format",
    meaning:
      "What the model is asked to write: implications, a rewriting, questions with answers, and so on.",
  },
  epoch: { term: "Epoch", meaning: "Once through all training examples." },
  frozen: { term: "Frozen", meaning: "Not changed by training." },
  gradient: {
    term: "Gradient",
    meaning: "For each number that is trained: in which direction, and how strongly, the loss grows.",
  },
  "held out": {
    term: "Held out",
    meaning: "Kept away from training and selection, used for measuring only.",
  },
  "inner loop": {
    term: "Inner loop",
    meaning: "Write an edit, train an adapter on it, test closed book: one trial of one edit.",
  },
  interval: {
    term: "Interval",
    meaning:
      "The range in which the true rate plausibly lies, given so few questions: 95 of 100 such intervals contain it.",
  },
  "KL divergence": {
    term: "KL divergence",
    meaning:
      "How much one distribution over next tokens differs from another, in nats a token. 0 means equal.",
  },
  "learning rate": {
    term: "Learning rate",
    meaning: "How far each step moves the numbers that are trained.",
  },
  logits: { term: "Logits", meaning: "The scores of all tokens before they become probabilities." },
  "LoRA adapter": {
    term: "LoRA adapter",
    meaning: "Two thin matrices beside a frozen one, whose product is added to it. Only they are trained.",
  },
  loss: {
    term: "Loss",
    meaning: "How badly the model predicts the training text, on average over tokens. Training lowers it.",
  },
  merge: {
    term: "Merge",
    meaning: "Add an adapter's product into the weights for good, so that the next change begins from there.",
  },
  optimiser: {
    term: "Optimiser",
    meaning:
      "The rule that turns gradients into changes. Here AdamW, which adapts the size of the step to each number.",
  },
  oracle: {
    term: "Oracle",
    meaning:
      "Somebody who knows the truth: here a perfect edit, made from the facts. It shows how good an edit could be.",
  },
  "outer loop": {
    term: "Outer loop",
    meaning: "Many inner loops, the best edits kept, the writer trained on them; then again.",
  },
  overfitting: {
    term: "Overfitting",
    meaning: "Learning the training examples by heart, in a way that does not carry over to others.",
  },
  prompt: { term: "Prompt", meaning: "The text that the model is given to continue." },
  rank: { term: "Rank", meaning: "The thin side of a LoRA adapter: how many directions of change it has." },
  replay: { term: "Replay", meaning: "Training on earlier data again while learning something new." },
  "ReST-EM": {
    term: "ReST-EM",
    meaning: "Reinforced self-training: sample, keep what was rewarded, train on what was kept, repeat.",
  },
  "reversal curse": {
    term: "Reversal curse",
    meaning: "A model trained on “A is B” does not thereby learn “B is A”.",
  },
  reward: { term: "Reward", meaning: "What an edit is worth: the accuracy after training on it." },
  round: {
    term: "Round",
    meaning: "One pass of the outer loop: sample, try, keep, train the writer, measure on held-out passages.",
  },
  "sampling temperature": {
    term: "Sampling temperature",
    meaning:
      "How adventurously tokens are drawn: 0 takes the most likely one, 1 draws by the model's own probabilities.",
  },
  seed: {
    term: "Seed",
    meaning: "The number from which all chance of a run follows. Same seed, same backend: same run.",
  },
  "self-edit": {
    term: "Self-edit",
    meaning:
      "The training data that the model writes for itself: notes about a passage, or a puzzle's configuration.",
  },
  "sham reward": {
    term: "Sham reward",
    meaning:
      "A reward that looks at no answer, such as length or chance. It shows what selection does without knowledge.",
  },
  token: {
    term: "Token",
    meaning: "The unit a model reads and writes: a word, a part of one, or a cell of a grid.",
  },
  "training step": {
    term: "Training step",
    meaning: "Forward, loss, backward, update: one change of the trained numbers by one batch.",
  },
  version: {
    term: "Version",
    meaning: "A change that was kept, with all that is needed to judge it and to take it back.",
  },
  veto: { term: "Veto", meaning: "A limit was exceeded: the change is shown with the reason and not kept." },
  weights: {
    term: "Weights",
    meaning: "The numbers of a model, in which everything that it knows is stored.",
  },
} as const satisfies Record<string, GlossaryEntry>;

export type TermKey = keyof typeof GLOSSARY;

export type TextPart = string | { term: TermKey; written: string };

/** Splits a lesson's text at its terms. Throws for a term that the glossary lacks. */
export function withTerms(text: string): TextPart[] {
  return text.split(/(\[\[[^\]]+\]\])/).flatMap((part): TextPart[] => {
    const named = /^\[\[([^|\]]+)(?:\|([^\]]+))?\]\]$/.exec(part);
    if (!named) return part === "" ? [] : [part];
    const [, key = "", written = key] = named;
    if (!isTerm(key)) throw new Error(`The glossary has no “${key}”.`);
    return [{ term: key, written }];
  });
}

function isTerm(key: string): key is TermKey {
  return Object.hasOwn(GLOSSARY, key);
}
