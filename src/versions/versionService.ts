import type { LanguageModel } from "../nn/languageModel.ts";
import { failureOf, PlaygroundError } from "../protocol/playgroundError.ts";
import type { StartingPoint } from "../seal/startingPoint.ts";
import type { Candidate } from "./candidate.ts";
import { collectEditCandidate, type EditCandidateCollector } from "./editCandidate.ts";
import type { Version } from "./version.ts";
import { type VersionEventBody, versionEventSchema, versionRequestSchema } from "./versionEvents.ts";
import { type OpenedStorage, VersionedModel } from "./versionedModel.ts";
import { VersionSession } from "./versionSession.ts";

export interface VersionServiceParts {
  openStorage(model: Version["model"]): Promise<OpenedStorage>;
  post(event: unknown): void;
  /** Is told the name of the version in force whenever it is another one; null: the untouched model is. */
  onInForce(name: string | null): void;
}

/** The versions in the worker: one operation at a time, each answered by events that carry its id. */
export class VersionService {
  readonly #parts: VersionServiceParts;
  #session: VersionSession | null = null;
  /** The version that the last run has started from. */
  #startedFrom: string | null = null;
  /** What `onInForce` was told last of the loaded model. */
  #toldInForce: string | null = null;
  #queue: Promise<void> = Promise.resolve();
  #sequence = 0;

  constructor(parts: VersionServiceParts) {
    this.#parts = parts;
  }

  /** Settles, without rejecting, when the model is free again. */
  get done(): Promise<void> {
    return this.#queue;
  }

  /** Says what is in force on a model that has just been loaded, though nobody has asked for its versions. */
  greet(model: LanguageModel): void {
    this.#queue = this.#queue
      .then(async () => {
        this.#toldInForce = null;
        await this.#open(model);
        this.#tellInForce();
      })
      // Whoever asks for the versions is told why they cannot be opened.
      .catch(() => {});
  }

  /** A `VersionRequest`, yet to be checked. `model` is null while there is none; `free` settles when it may be used. */
  handle(message: unknown, model: LanguageModel | null, free: Promise<unknown>): void {
    const parsed = versionRequestSchema.safeParse(message);
    if (!parsed.success) {
      const reason = parsed.error.issues[0]?.message ?? "unknown form";
      this.#fail(
        null,
        new PlaygroundError(
          "internal",
          `The versions were asked something unknown: ${reason}.`,
          "Reload the page.",
        ),
      );
      return;
    }
    const request = parsed.data;
    const { operation } = request;
    if (model === null) {
      const advice = "Load one first, or wait until it is there.";
      this.#fail(operation, new PlaygroundError("bad-input", "No model is loaded.", advice));
      return;
    }
    const work = async () => {
      const session = await this.#open(model);
      await session.perform(request, (body) => this.#say(operation, body));
      this.#list(operation, session);
      this.#say(operation, { type: "done" });
    };
    this.#queue = Promise.all([this.#queue, free])
      .then(work)
      .catch((error: unknown) => {
        this.#fail(operation, error);
        if (this.#session) this.#list(operation, this.#session);
      })
      // Those who wait for the model get it, even where nothing can be said.
      .catch(() => {});
  }

  /**
   * Makes the weights those of the version in force, for a run that begins. Never rejects.
   */
  async prepare(model: LanguageModel): Promise<StartingPoint> {
    try {
      const { versions } = await this.#open(model);
      const { store } = versions;
      await versions.checkout(store.current);
      this.#startedFrom = store.current;
      const version = store.nameInForce;
      const note = `The model is not the untouched one: the version “${version}” is in force (see Versions).`;
      return { version, notes: version === null ? [] : [note] };
    } catch (error) {
      await this.release(model);
      this.#startedFrom = null;
      const note = `${failureOf(error).message} This run starts from the untouched model.`;
      return { version: null, notes: [note] };
    } finally {
      this.#tellInForce();
    }
  }

  /** Puts the untouched weights back, for what begins from them and merges by itself. Never rejects. */
  async release(model: LanguageModel): Promise<void> {
    await this.#open(model)
      .then(({ versions }) => versions.release())
      .catch(() => model.unmerge());
  }

  /** What a run has left becomes what may be kept. */
  offer(candidate: Candidate): void {
    if (this.#session === null) return;
    this.#session.candidate = candidate;
    this.#list(null, this.#session);
  }

  /** Listens to a run of one edit for an adapter that may be kept. */
  listen(runId: string): EditCandidateCollector {
    return collectEditCandidate(
      runId,
      () => this.#startedFrom,
      (candidate) => this.offer(candidate),
    );
  }

  async #open(model: LanguageModel): Promise<VersionSession> {
    if (this.#session?.versions.model === model) return this.#session;
    this.#session = null;
    const { id, hash } = model.info;
    // Weights without a hash are known by their name alone.
    const storage = await this.#parts.openStorage({ id, hash: hash === "" ? id : hash });
    const session = new VersionSession(await VersionedModel.open(model, storage));
    this.#session = session;
    return session;
  }

  #list(operation: string | null, session: VersionSession): void {
    this.#say(operation, session.listed());
    this.#tellInForce();
  }

  #tellInForce(): void {
    const name = this.#session?.versions.store.nameInForce ?? null;
    if (name === this.#toldInForce) return;
    this.#toldInForce = name;
    this.#parts.onInForce(name);
  }

  #say(operation: string | null, body: VersionEventBody): void {
    this.#parts.post(versionEventSchema.parse({ sequence: this.#sequence, operation, body }));
    this.#sequence += 1;
  }

  #fail(operation: string | null, error: unknown): void {
    this.#say(operation, { type: "failed", failure: failureOf(error) });
  }
}
