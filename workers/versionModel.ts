import type { LanguageModel } from "../src/nn/languageModel.ts";
import { type Drift, driftSchema } from "../src/protocol/drift.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { WriterUpdate } from "../src/protocol/writerUpdate.ts";
import { type DriftReference, measureDrift, takeReference } from "../src/seal/drift.ts";
import { Ledger } from "../src/seal/ledger.ts";
import type { LedgerStorage } from "../src/seal/ledgerStorage.ts";
import { putInForce } from "../src/seal/putInForce.ts";
import { mergeWriter, snapshotOf } from "../src/seal/writer.ts";
import { probesFor } from "../src/tasks/tasks.ts";
import { ledgerCodec } from "./ledgerCodec.ts";

/** What merged weights are: a version's, or something in between that is no version's. */
type Merged = string | null | "unknown";

/** One loaded model with its ledger: which version its weights are, and how far they are from the untouched ones. */
export class VersionModel {
  readonly model: LanguageModel;
  readonly ledger: Ledger;
  readonly lasting: boolean;
  #merged: Merged = null;
  #reference: DriftReference | null = null;

  private constructor(model: LanguageModel, ledger: Ledger, lasting: boolean) {
    this.model = model;
    this.ledger = ledger;
    this.lasting = lasting;
  }

  static async open(
    model: LanguageModel,
    storage: { files: LedgerStorage; lasting: boolean },
  ): Promise<VersionModel> {
    return new VersionModel(model, await Ledger.open(storage.files, ledgerCodec), storage.lasting);
  }

  /** Makes the weights those of the version; nothing is done where they are already. */
  async become(id: string | null): Promise<void> {
    if (this.#merged === id) return;
    this.#merged = "unknown";
    await putInForce(this.model, this.ledger, id);
    this.#merged = id;
  }

  /** Puts the untouched weights back, for what begins from them and merges by itself. */
  release(): void {
    if (this.#merged !== null) this.model.unmerge();
    this.#merged = null;
  }

  /** After something else has merged or unmerged. */
  forget(): void {
    this.#merged = "unknown";
  }

  /**
   * The drift of a version with more adapters merged, from the untouched model, after each of them; the weights are
   * left so.
   *
   * @throws PlaygroundError "diverged" where a drift is no number, or infinite: no record can hold it
   */
  async driftWith(parent: string | null, ...adapters: WriterUpdate[]): Promise<Drift[]> {
    const reference = await this.#takeReference();
    await this.become(parent);
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
    await this.become(null);
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
