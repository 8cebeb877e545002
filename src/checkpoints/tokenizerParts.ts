import type { PreTokenizerStep } from "./preTokenizer.ts";

export interface AddedToken {
  id: number;
  content: string;
  /** Left out when decoding. */
  special: boolean;
  lstrip: boolean;
  rstrip: boolean;
  normalized: boolean;
}

/** A byte-level BPE tokenizer as either kind of checkpoint describes it. */
export interface TokenizerParts {
  /** For messages. */
  file: string;
  /** Token (in the byte-to-character alphabet of GPT-2) to id. */
  vocabulary: Record<string, number>;
  /** In order of rank. */
  merges: [string, string][];
  /** A word that is a token as it stands is not built by merges (Llama 3). */
  ignoreMerges: boolean;
  addedTokens: AddedToken[];
  /** Unicode NFC before anything else (Qwen). */
  nfc: boolean;
  preTokenizer: PreTokenizerStep[];
  /** Jinja, or null for a base model. */
  chatTemplate: string | null;
  /** What templates call `bos_token` and `eos_token`; null where the model has none. */
  bosToken: string | null;
  eosToken: string | null;
  /** Ids that end a generation, as the files say; others that are known by name are added. */
  endTokens: number[];
}
