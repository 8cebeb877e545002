import type { ModelConfig } from "../nn/config.ts";
import type { TensorIndex } from "./tensorFile.ts";
import { huggingFaceNames } from "./tensorNames.ts";

/**
 * The configuration with what the tensors themselves decide: a head that is not there is the embedding, and an
 * embedding with more rows than `vocab_size` (padded to a round number) keeps them. Says so in `notes`.
 */
export function settleConfig(
  declared: ModelConfig,
  tensors: TensorIndex,
): { config: ModelConfig; notes: string[] } {
  const { embedding, head } = huggingFaceNames(declared);
  const notes: string[] = [];
  const config = { ...declared };
  if (!declared.tiedEmbeddings && !tensors.has(head)) {
    config.tiedEmbeddings = true;
    notes.push(
      "The checkpoint has no output head of its own (lm_head); the embedding is used, as where both are tied.",
    );
  }
  const rows = tensors.get(embedding)?.shape[0] ?? 0;
  if (!declared.factors && rows > declared.vocabSize && rows - declared.vocabSize < MAX_PADDING) {
    config.vocabSize = rows;
    notes.push(
      `The embedding has ${rows} rows where config.json counts ${declared.vocabSize} tokens; the rest is padding.`,
    );
  }
  return { config, notes };
}

/** Rounding up to a multiple of it is common; more rows than that are another model's. */
const MAX_PADDING = 1024;
