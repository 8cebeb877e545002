/** Tokens and, for each, whether predicting it counts in the loss. The first token is never predicted. */
export interface TrainingSequence {
  tokens: readonly number[];
  lossMask: readonly boolean[];
}

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** A text, or the tokens of one: what stands for no character of a text, as the mark of its start, is only so a part of it. */
export type Prompt = string | readonly number[];

export function tokensOf(prompt: Prompt, model: { encode(text: string): number[] }): readonly number[] {
  return typeof prompt === "string" ? model.encode(prompt) : prompt;
}
