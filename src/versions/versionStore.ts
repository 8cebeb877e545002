import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import type { AdapterCodec, VersionStorage } from "./storage.ts";
import { type Quarantined, VERSION_FORMAT, type Version, type VersionDraft } from "./version.ts";
import {
  decodeRecord,
  encodeRecord,
  idsOf,
  type Pointer,
  readPointer,
  recordName,
  weightsName,
  writePointer,
  writeVerified,
} from "./versionRecords.ts";

/**
 * Every accepted change of one model, as a tree of versions. A version exists from the moment its record is whole:
 * weights first, then the record, then the pointer to the version in force, each read back and compared. Whatever
 * happens in between, the versions before it are untouched.
 */
export class VersionStore {
  readonly #storage: VersionStorage;
  readonly #codec: AdapterCodec;
  #versions = new Map<string, Version>();
  #quarantined = new Map<string, Quarantined>();
  #pointer: Pointer = { counter: 0, id: null };

  private constructor(storage: VersionStorage, codec: AdapterCodec) {
    this.#storage = storage;
    this.#codec = codec;
  }

  /**
   * Reads and checks everything: a damaged entry is quarantined with what builds on it, the others load. Weights
   * without a record are what a cut-short write has left; they are swept away, once nobody is writing.
   */
  static async open(storage: VersionStorage, codec: AdapterCodec): Promise<VersionStore> {
    const store = new VersionStore(storage, codec);
    await storage.exclusively(() => store.#read());
    return store;
  }

  /** In the order in which they were made. */
  get versions(): Version[] {
    return [...this.#versions.values()].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  }

  get quarantined(): Quarantined[] {
    return [...this.#quarantined.values()];
  }

  /** The version in force; null = the untouched model. */
  get current(): string | null {
    return this.#pointer.id;
  }

  /** Its name; null also where it has been found damaged since. */
  get nameInForce(): string | null {
    return this.current === null ? null : (this.#versions.get(this.current)?.name ?? null);
  }

  /**
   * The versions to merge, in order, from the first change of the untouched model to this one.
   * @throws PlaygroundError "bad-input" where there is no such version
   */
  chain(id: string | null): Version[] {
    if (id === null) return [];
    const version = this.#versions.get(id);
    if (version === undefined) throw this.#missing(id);
    return [...this.chain(version.parent), version];
  }

  /**
   * Keeps a change and puts it in force.
   *
   * @throws PlaygroundError "storage-full", with nothing changed, that says what is kept
   */
  async add(draft: VersionDraft, adapter: WriterUpdate): Promise<Version> {
    const bytes = this.#codec.encode(adapter);
    const { rank, alpha, targets, seed } = adapter.settings;
    const version = this.#identify({
      ...draft,
      weights: { sha256: this.#codec.hash(bytes), bytes: bytes.length, rank, alpha, targets, seed },
    });
    const { id } = version;
    await this.#exclusively(async () => {
      this.chain(draft.parent);
      try {
        await writeVerified(this.#storage, this.#codec, weightsName(id), bytes);
        await writeVerified(this.#storage, this.#codec, recordName(id), encodeRecord(version, this.#codec));
        this.#versions.set(id, version);
        await this.#putInForce(id);
      } catch (error) {
        this.#versions.delete(id);
        await this.#sweep(id);
        throw this.#notKept(draft.name, error);
      }
    });
    return version;
  }

  /** The version that this adapter has become on top of that parent. */
  find(parent: string | null, adapter: WriterUpdate): Version | undefined {
    const sha256 = this.#codec.hash(this.#codec.encode(adapter));
    return this.versions.find((version) => version.parent === parent && version.weights.sha256 === sha256);
  }

  /** Puts a version, or with null the untouched model, in force. Nothing is lost: the others stay. */
  async switchTo(id: string | null): Promise<void> {
    await this.#exclusively(async () => {
      this.chain(id);
      await this.#putInForce(id);
    });
  }

  /**
   * Deletes a version, or a quarantined entry, for good.
   * @throws PlaygroundError "bad-input" while it is in force or others build on it
   */
  async remove(id: string): Promise<void> {
    await this.#exclusively(async () => {
      const version = this.#versions.get(id);
      if (version === undefined && !this.#quarantined.has(id)) throw this.#missing(id);
      const children = this.versions.filter(({ parent }) => parent === id);
      if (children.length > 0) {
        throw new PlaygroundError(
          "bad-input",
          `“${version?.name ?? id}” cannot be deleted: “${children[0]!.name}” builds on it.`,
          "Delete what builds on it first.",
        );
      }
      if (this.current === id) {
        throw new PlaygroundError(
          "bad-input",
          `“${version?.name ?? id}” cannot be deleted while it is in force.`,
          "Roll back to another version first.",
        );
      }
      await this.#sweep(id);
      this.#versions.delete(id);
      this.#quarantined.delete(id);
    });
  }

  /**
   * The adapter of a version, checked against its hash once more.
   * @throws PlaygroundError "bad-checkpoint" where it has been damaged since; it is quarantined then
   */
  async adapterOf(id: string): Promise<WriterUpdate> {
    const version = this.#versions.get(id);
    if (version === undefined) throw this.#missing(id);
    const bytes = await this.#storage.read(weightsName(id));
    if (bytes === null || this.#codec.hash(bytes) !== version.weights.sha256) {
      this.#quarantine(id, "its weights are damaged", version.weights.bytes);
      this.#quarantineOrphans();
      throw new PlaygroundError(
        "bad-checkpoint",
        `The weights of “${version.name}” are damaged, so it is not used any more.`,
        "Roll back to another version. The others are whole.",
      );
    }
    const { rank, alpha, targets, seed } = version.weights;
    return this.#codec.decode(bytes, { rank, alpha, targets, seed });
  }

  /** Changes what is kept, from what all tabs have made of it since this one has read. */
  #exclusively(change: () => Promise<void>): Promise<void> {
    return this.#storage.exclusively(async () => {
      await this.#read();
      await change();
    });
  }

  async #putInForce(id: string | null): Promise<void> {
    const next = { counter: this.#pointer.counter + 1, id };
    await writePointer(this.#storage, this.#codec, next);
    this.#pointer = next;
  }

  /** A version that is known is not checked again: its files never change, and its weights are checked when they are used. */
  async #read(): Promise<void> {
    const names = await this.#storage.names();
    const records = idsOf(names, "record");
    for (const id of this.#versions.keys()) if (!records.includes(id)) this.#versions.delete(id);
    this.#quarantined.clear();
    for (const id of records) if (!this.#versions.has(id)) await this.#load(id);
    for (const id of idsOf(names, "weights")) {
      if (!records.includes(id)) await this.#storage.remove(weightsName(id));
    }
    this.#quarantineOrphans();
    const pointer = await readPointer(this.#storage, this.#codec);
    // Of a damaged version nothing is in force.
    const known = pointer.id === null || this.#versions.has(pointer.id);
    this.#pointer = known ? pointer : { ...pointer, id: null };
  }

  async #load(id: string): Promise<void> {
    const [record, weights] = await Promise.all([
      this.#storage.read(recordName(id)),
      this.#storage.read(weightsName(id)),
    ]);
    const bytes = (record?.length ?? 0) + (weights?.length ?? 0);
    const version = record === null ? null : decodeRecord(id, record, this.#codec);
    if (version === null) return this.#quarantine(id, "its record is damaged", bytes);
    if (weights === null) return this.#quarantine(id, "its weights are missing", bytes);
    if (this.#codec.hash(weights) !== version.weights.sha256) {
      return this.#quarantine(id, "its weights are damaged", bytes);
    }
    this.#versions.set(id, version);
  }

  #quarantine(id: string, reason: string, bytes: number): void {
    this.#versions.delete(id);
    this.#quarantined.set(id, { id, reason, bytes });
  }

  /** Without its parent a version says nothing about the weights. */
  #quarantineOrphans(): void {
    for (;;) {
      const orphan = this.versions.find(({ parent }) => parent !== null && !this.#versions.has(parent));
      if (orphan === undefined) break;
      this.#quarantine(orphan.id, "what it builds on is missing or damaged", orphan.weights.bytes);
    }
    if (this.#pointer.id !== null && !this.#versions.has(this.#pointer.id)) {
      this.#pointer = { ...this.#pointer, id: null };
    }
  }

  /** The record first: from then on the version does not exist. */
  async #sweep(id: string): Promise<void> {
    await this.#storage.remove(recordName(id)).catch(() => {});
    await this.#storage.remove(weightsName(id)).catch(() => {});
  }

  #identify(body: Omit<Version, "format" | "id">): Version {
    const rest = { format: VERSION_FORMAT, ...body } as const;
    const id = this.#codec.hash(new TextEncoder().encode(JSON.stringify(rest))).slice(0, 16);
    return { ...rest, id };
  }

  #missing(id: string): PlaygroundError {
    const why = this.#quarantined.get(id)?.reason;
    return new PlaygroundError(
      "bad-input",
      why === undefined ? `There is no version ${id}.` : `The version ${id} cannot be used: ${why}.`,
      "Choose another version.",
    );
  }

  #notKept(name: string, error: unknown): PlaygroundError {
    if (!(error instanceof PlaygroundError) || error.kind !== "storage-full") {
      return error instanceof PlaygroundError
        ? error
        : new PlaygroundError("internal", `“${name}” could not be kept: ${error}`, "Try again.", {
            cause: error,
          });
    }
    const count = this.#versions.size;
    const inForce = this.nameInForce === null ? "the untouched model" : `“${this.nameInForce}”`;
    return new PlaygroundError(
      "storage-full",
      `The disk is full, so “${name}” was not kept. ` +
        `${count === 1 ? "The version before it is" : `All ${count} versions before it are`} whole, and ${inForce} stays in force.`,
      "Delete versions or downloaded models, or export versions to files first.",
      { cause: error },
    );
  }
}
