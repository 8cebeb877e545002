import type { ModelConfig } from "../nn/config.ts";
import type { StoredTensor, TensorIndex } from "./tensorFile.ts";
import { huggingFaceNames } from "./tensorNames.ts";

/**
 * The configuration with what the tensors themselves decide: a head that is not there is the embedding, one that is
 * there and another matrix is used though the configuration ties both (as Transformers does), and an embedding with more
 * rows than `vocab_size` (padded to a round number) keeps them. Says so in `notes`.
 */
export async function settleConfig(
  declared: ModelConfig,
  tensors: TensorIndex,
): Promise<{ config: ModelConfig; notes: string[] }> {
  const { embedding, head } = huggingFaceNames(declared);
  const notes: string[] = [];
  const config = { ...declared };
  if (!declared.tiedEmbeddings && !tensors.has(head)) {
    config.tiedEmbeddings = true;
    notes.push(
      "The checkpoint has no output head of its own (lm_head); the embedding is used, as where both are tied.",
    );
  }
  if (declared.tiedEmbeddings && (await areDifferent(tensors.get(embedding), tensors.get(head)))) {
    config.tiedEmbeddings = false;
    notes.push(
      "config.json ties the output head to the embedding (tie_word_embeddings), but the checkpoint has another one (lm_head); that is used.",
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

const COMPARED_BYTES = 4 << 20;

/** Whether both are there and hold other values; read to the first difference. */
async function areDifferent(a: StoredTensor | undefined, b: StoredTensor | undefined): Promise<boolean> {
  if (a === undefined || b === undefined || a.length === null || b.length === null) return false;
  if (a.type !== b.type || a.length !== b.length) return true;
  for (let at = 0; at < a.length; at += COMPARED_BYTES) {
    const length = Math.min(COMPARED_BYTES, a.length - at);
    const [left, right] = await Promise.all(
      [a, b].map(({ source, offset }) => source.read(offset + at, length)),
    );
    if (left!.some((byte, i) => byte !== right![i])) return true;
  }
  return false;
}

/** Rounding up to a multiple of it is common; more rows than that are another model's. */
const MAX_PADDING = 1024;
