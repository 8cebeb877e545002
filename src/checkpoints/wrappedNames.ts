import { badCheckpoint, unsupported } from "./checkpointError.ts";
import type { StoredTensor, TensorIndex } from "./tensorFile.ts";

/** What torch.compile, data-parallel training, PEFT and a trainer's own module put before a name, in any order. */
const WRAPPERS =
  /^(?:_orig_mod\.|module\.|_fsdp_wrapped_module\.|base_model\.model\.|model\.(?=model\.|lm_head\.))+/;
const WITHIN = /\.(?:_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\b/g;

/**
 * The tensors under the names that Transformers gives them, whatever the model was wrapped in when it was saved
 * ("_orig_mod.model.layers.0…", "base_model.model.model.layers.0….base_layer.weight"), or saved without its head
 * ("layers.0…"). Throws "unsupported" for a model that holds an adapter beside its weights, "bad-checkpoint" where two
 * tensors would get one name.
 */
export function unwrapNames(index: TensorIndex): TensorIndex {
  const lora = [...index.keys()].find((name) => /\.lora_[AB]\b/.test(name));
  if (lora !== undefined) {
    throw unsupported(
      `The checkpoint holds an adapter that is not merged into its weights (${lora}).`,
      "Merge it with PEFT (model.merge_and_unload()) and save again; or load the base model and import the adapter in “Versions”.",
    );
  }
  const tensors = new Map<string, StoredTensor>();
  for (const [stored, tensor] of index) {
    const name = unwrapped(stored);
    if (tensors.has(name)) throw badCheckpoint(`${tensor.file} holds ${name} under two names.`);
    tensors.set(name, tensor);
  }
  return tensors;
}

function unwrapped(stored: string): string {
  const name = stored
    .replace(WRAPPERS, "")
    .replace(WITHIN, "")
    .replace(/\.base_layer\./, ".");
  return /^(?:layers\.\d+\.|embed_tokens\.|norm\.weight$)/.test(name) ? `model.${name}` : name;
}
