import type { LanguageModel } from "../nn/languageModel.ts";
import { mergeWriter } from "../seal/writer.ts";
import type { VersionStore } from "./versionStore.ts";

/**
 * Makes the model the one of a version (null: the untouched model), from the untouched weights up, so that the same
 * version always gives the same logits bit for bit on the same backend. The pointer of the store is not moved.
 *
 * @throws PlaygroundError "bad-checkpoint" for damaged weights, "bad-input" for those of another architecture; the
 *   model is then the untouched one
 */
export async function checkout(model: LanguageModel, store: VersionStore, id: string | null): Promise<void> {
  model.useAdapter(null);
  model.unmerge();
  try {
    for (const version of store.chain(id)) await mergeWriter(model, await store.adapterOf(version.id));
  } catch (error) {
    model.unmerge();
    throw error;
  }
}
