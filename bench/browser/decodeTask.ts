/** What the page asks of a decoder, and what it answers. */
export interface DecodeTask {
  modelUrl: string;
  threads: number;
  prompt: string;
  /** Copies of the prompt decoded together. */
  sequences: number;
  maxTokens: number;
}

export interface DecodeTimes {
  tokens: number;
  seconds: number;
}
