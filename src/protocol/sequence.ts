/** Tokens and, for each, whether predicting it counts in the loss. The first token is never predicted. */
export interface TrainingSequence {
  tokens: readonly number[];
  lossMask: readonly boolean[];
}

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}
