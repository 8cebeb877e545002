import type { LanguageModel } from "../nn/languageModel.ts";
import { type Drift, driftSchema } from "../protocol/drift.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import { type DriftReference, measureDrift, takeReference } from "../seal/drift.ts";
import { mergeWriter, snapshotOf } from "../seal/writer.ts";
import { probesFor } from "../tasks/findTask.ts";
import { type EarlierVersions, NO_EARLIER } from "./earlierVersions.ts";
import { createPeftCodec } from "./peftFiles.ts";
import type { VersionStorage } from "./storage.ts";
import { VersionStore } from "./versionStore.ts";

/** What merged weights are: a version's, or something in between that is no version's. */
type Merged = string | null | "unknown";

/** Where the versions of one model are kept; `lasting` is false where they are gone with the tab. */
export interface OpenedStorage {
  files: VersionStorage;
  lasting: boolean;
  earlier: EarlierVersions;
}

/** One loaded model with its versions: which of them its weights are, and how far they are from the untouched ones. */
export class VersionedModel {
  readonly model: LanguageModel;
  readonly store: VersionStore;
  readonly lasting: boolean;
  #earlier: EarlierVersions;
  #merged: Merged = null;
  #reference: DriftReference | null = null;

  private constructor(
    model: LanguageModel,
    store: VersionStore,
    { lasting, earlier }: Omit<OpenedStorage, "files">,
  ) {
    this.model = model;
    this.store = store;
    this.lasting = lasting;
    this.#earlier = earlier;
  }

  static async open(model: LanguageModel, { files, ...opened }: OpenedStorage): Promise<VersionedModel> {
    return new VersionedModel(model, await VersionStore.open(files, await createPeftCodec()), opened);
  }

  /** Names of what was kept on weights that this model had before. */
  get earlier(): readonly string[] {
    return this.#earlier.names;
  }

  async removeEarlier(): Promise<void> {
    await this.#earlier.remove();
    this.#earlier = NO_EARLIER;
  }

  /** Makes the weights those of the version; nothing is done where they are already. */
  async checkout(id: string | null): Promise<void> {
    if (this.#merged === id) return;
    this.#merged = "unknown";
    await checkout(this.model, this.store, id);
    this.#merged = id;
  }

  /** Makes the weights those of the version, and the version the one in force. */
  async switchTo(id: string | null): Promise<void> {
    await this.checkout(id);
    await this.store.switchTo(id);
  }

  /** Puts the untouched weights back, for what begins from them and merges by itself. */
  release(): void {
    if (this.#merged !== null) this.model.unmerge();
    this.#merged = null;
  }

  /**
   * The drift of a version with more adapters merged, from the untouched model, after each of them; the weights are
   * left so.
   *
   * @throws PlaygroundError "diverged" where a drift is no number, or infinite: no record can hold it
   */
  async driftAfter(parent: string | null, adapters: readonly WriterUpdate[]): Promise<Drift[]> {
    const reference = await this.#takeReference();
    await this.checkout(parent);
    this.#merged = "unknown";
    const drifts: Drift[] = [];
    for (const adapter of adapters) {
      await mergeWriter(this.model, adapter);
      const drift = await measureDrift(this.model, reference);
      if (!driftSchema.safeParse(drift).success) throw notFinite();
      drifts.push(drift);
    }
    return drifts;
  }

  async #takeReference(): Promise<DriftReference> {
    if (this.#reference !== null) return this.#reference;
    await this.checkout(null);
    this.#reference = await takeReference(this.model, probesFor(this.model));
    return this.#reference;
  }

  /** @throws PlaygroundError "bad-input" for an adapter that does not fit the model */
  checkFit(adapter: WriterUpdate): void {
    const fresh = this.model.createAdapter(adapter.settings);
    try {
      fresh.restore(snapshotOf(adapter));
    } catch (cause) {
      throw new PlaygroundError(
        "bad-input",
        `The adapter does not fit ${this.model.info.name}: it was trained for a model of another shape.`,
        "Load the model that it was trained for, and import it again.",
        { cause },
      );
    } finally {
      fresh.dispose();
    }
  }
}

function notFinite(): PlaygroundError {
  return new PlaygroundError(
    "diverged",
    "The model gives no finite probabilities with it, so it is not kept.",
    "Train again with a smaller learning rate, or choose another adapter.",
  );
}

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
