import type { Command } from "../src/protocol/commands.ts";
import type { SessionEvent } from "../src/protocol/events.ts";
import { cancelled, failureOf, PlaygroundError, throwIfCancelled } from "../src/protocol/playgroundError.ts";
import type { EngineModel, EngineServices } from "./engineServices.ts";

interface Loading {
  command: LoadCommand;
  controller: AbortController;
  /** Settles, without rejecting, when the loader has let go. */
  done: Promise<void>;
}

type LoadCommand = Extract<Command, { type: "loadModel" }>;

/** The one model of the engine: loaded, being loaded, or none. */
export class ModelSlot {
  readonly #services: Pick<EngineServices, "loadModel">;
  readonly #say: (event: SessionEvent) => void;
  readonly #onLost: (error: PlaygroundError) => void;
  #model: EngineModel | null = null;
  /** That it was loaded from, where they are the user's own. */
  #files: readonly File[] | undefined;
  #loading: Loading | null = null;

  constructor(
    services: Pick<EngineServices, "loadModel">,
    say: (event: SessionEvent) => void,
    onLost: (error: PlaygroundError) => void,
  ) {
    this.#services = services;
    this.#say = say;
    this.#onLost = onLost;
  }

  /** The model, while it may be used: null where there is none, or another is on its way. */
  get ready(): EngineModel | null {
    return this.#loading === null ? this.#model : null;
  }

  /** What a copy of the model is loaded from. */
  get files(): readonly File[] | undefined {
    return this.#files;
  }

  /** @throws PlaygroundError "bad-input" where there is none to be used now */
  insist(): EngineModel {
    if (this.ready !== null) return this.ready;
    throw this.#loading === null
      ? new PlaygroundError("bad-input", "No model is loaded.", "Choose a model and load it first.")
      : new PlaygroundError("bad-input", "The model is still being loaded.", "Wait until it is there.");
  }

  /**
   * Loads a model in the place of the one before, which stays until all of the new one is at hand.
   *
   * @param free settles when nothing uses the model any more
   * @param onLoaded is called when it can be used
   */
  load(command: LoadCommand, free: Promise<unknown>, onLoaded: () => Promise<void>): void {
    const before = this.#loading?.done;
    this.#cancel();
    const controller = new AbortController();
    const loading: Loading = { command, controller, done: Promise.resolve() };
    this.#loading = loading;
    loading.done = this.#replace(command, Promise.all([before, free]), loading, onLoaded)
      .catch((error: unknown) => {
        // A cancellation was answered when it was asked for.
        if (!controller.signal.aborted) this.fail(command, error);
      })
      .finally(() => {
        if (this.#loading === loading) this.#loading = null;
      });
  }

  async #replace(
    { loadId, id, files, backend }: LoadCommand,
    free: Promise<unknown>,
    { controller: { signal } }: Loading,
    onLoaded: () => Promise<void>,
  ): Promise<void> {
    await free;
    if (signal.aborted) return;
    const say = (event: SessionEvent) => {
      if (!signal.aborted) this.#say(event);
    };
    const fresh = await this.#services.loadModel({
      id,
      files,
      backend,
      signal,
      onReplace: () => {
        throwIfCancelled(signal);
        this.#drop();
      },
      onBackend: (name, explanation) => say({ type: "backendStarted", backend: name, explanation }),
      onProgress: (progress) => say({ type: "modelProgress", loadId, ...progress }),
      onWarning: (message) => say({ type: "engineWarning", message }),
      onLost: this.#onLost,
    });
    if (signal.aborted) {
      fresh.dispose();
      return;
    }
    this.#drop();
    this.#model = fresh;
    this.#files = files;
    // It can be used from here on.
    this.#loading = null;
    this.#say({ type: "modelLoaded", loadId, model: { ...fresh.info } });
    await onLoaded();
  }

  /** Answers at once, whatever the loader does. */
  cancelLoad(loadId: string): void {
    if (this.#loading?.command.loadId === loadId) this.#cancel();
  }

  /** Settles when nothing loads this model any more. */
  async giveUp(id: string): Promise<void> {
    if (this.#loading?.command.id === id) this.#cancel();
    await this.#loading?.done;
  }

  /** After the GPU was lost. */
  abort(error: PlaygroundError): void {
    this.#loading?.controller.abort(error);
  }

  /** Says that a load came to nothing, and what that has cost. */
  fail({ loadId, id }: LoadCommand, error: unknown): void {
    const failure = failureOf(error);
    this.#say({ type: "modelFailed", loadId, id, failure, isNoneLeft: this.#model === null });
  }

  #cancel(): void {
    if (this.#loading === null || this.#loading.controller.signal.aborted) return;
    this.#loading.controller.abort();
    this.fail(this.#loading.command, cancelled());
  }

  #drop(): void {
    this.#model?.dispose();
    this.#model = null;
  }
}
