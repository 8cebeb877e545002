import type { ChatMessage } from "../protocol/sequence.ts";

/** Text to tokens and back, as one checkpoint was trained; `src/checkpoints` provides it. */
export interface Tokenizer {
  /** Adds no special tokens of its own; those written out in the text (`<|im_end|>`) become their ids. */
  encode(text: string): number[];
  /** Special tokens are left out; an incomplete character at either end shows as U+FFFD. */
  decode(tokens: readonly number[]): string;
  /** See `LanguageModel.renderChat`. */
  renderChat(messages: readonly ChatMessage[]): string | null;
  /** See `LanguageModel.startOfText`. */
  readonly startOfText: string;
  /** See `LanguageModel.endOfTurn`. */
  readonly endOfTurn: string;
  /** Any of these ends a generation. */
  readonly endTokens: readonly number[];
}
