import type { ByteLevelForm } from "./preTokenizer.ts";
import type { SentencePieceForm } from "./sentencePiece.ts";

export interface AddedToken {
  id: number;
  content: string;
  /** Left out when decoding. */
  special: boolean;
  lstrip: boolean;
  rstrip: boolean;
  normalized: boolean;
}

/** A BPE tokenizer as either kind of checkpoint describes it. */
export interface TokenizerParts {
  /** For messages. */
  file: string;
  form: ByteLevelForm | SentencePieceForm;
  /** Token (in the alphabet of its form) to id. */
  vocabulary: Record<string, number>;
  /** In order of rank. */
  merges: [string, string][];
  /** A word that is a token as it stands is not built by merges (Llama 3). */
  ignoreMerges: boolean;
  addedTokens: AddedToken[];
  /** Jinja, or null for a base model. */
  chatTemplate: string | null;
  /** What templates call `bos_token` and `eos_token`; null where the model has none. */
  bosToken: string | null;
  eosToken: string | null;
  /** Whether every text begins with `bosToken`, which chat templates write themselves. */
  startsWithBos: boolean;
  /** How the files were understood where they do not say it plainly, a sentence each. */
  notes: string[];
  /** Ids that end a generation, as the files say; others that are known by name are added. */
  endTokens: number[];
}
