import { type Command, commandSchema } from "../src/protocol/commands.ts";
import type { SessionEvent, WorkerMessage } from "../src/protocol/events.ts";
import { cancelled, failureOf, isCancellation, PlaygroundError } from "../src/protocol/playgroundError.ts";
import { VersionService } from "../src/versions/versionService.ts";
import { countWork } from "./dryRun.ts";
import type { EngineServices } from "./engineServices.ts";
import { openLanes } from "./lanes/openLanes.ts";
import { beginMeasuring, type Measuring } from "./measuring.ts";
import { ModelSlot } from "./modelSlot.ts";
import type { ActiveRun } from "./runs/runner.ts";
import { beginRun } from "./runs/runners.ts";

/** One model at a time, and one run, or one measurement, that has it. Never throws: every mistake becomes an event. */
export class Engine {
  readonly #services: EngineServices;
  readonly #post: (message: WorkerMessage) => void;
  readonly #models: ModelSlot;
  readonly #versions: VersionService;
  /** The run that was begun last; it has the model until its `done`. */
  #run: ActiveRun | null = null;
  /** The same of a measurement. */
  #measuring: Measuring | null = null;
  /** What stops the counts that are under way, by their ids. */
  readonly #counts = new Map<string, AbortController>();

  constructor(services: EngineServices, post: (message: WorkerMessage) => void) {
    this.#services = services;
    this.#post = post;
    this.#models = new ModelSlot(services, this.#say, (error) => this.#lost(error));
    this.#versions = new VersionService({
      openStorage: services.openVersions,
      post: (answer) => post({ channel: "versions", answer }),
      onInForce: (name) => this.#say({ type: "versionInForce", name }),
    });
  }

  /** Anything that was posted to the worker; what is no command is answered with engineFailed. */
  handle(message: unknown): void {
    const parsed = commandSchema.safeParse(message);
    if (!parsed.success) {
      this.#fail(unknownCommand(parsed.error.issues[0]));
      return;
    }
    this.#obey(parsed.data).catch((error: unknown) => {
      if (!isCancellation(error)) this.#fail(error);
    });
  }

  async #obey(command: Command): Promise<void> {
    switch (command.type) {
      case "probe":
        return this.#say({ type: "backendProbed", report: await this.#services.probe() });
      case "listModels":
        return this.#list();
      case "loadModel":
        return this.#load(command);
      case "cancelLoad":
        return this.#models.cancelLoad(command.loadId);
      case "deleteModel":
        await this.#models.giveUp(command.id);
        await this.#services.deleteModel(command.id);
        return this.#list();
      case "start":
      case "resume":
        return this.#begin(command);
      case "pause":
        return this.#runOf(command)?.pause();
      case "continue":
        return this.#runOf(command)?.continue(command.pieces ?? null);
      case "cancel":
        return this.#runOf(command)?.stop(cancelled());
      case "measure":
        return this.#measure(command.id);
      case "cancelMeasure":
        if (this.#measuring?.id === command.id) this.#measuring.stop(cancelled());
        return;
      case "count":
        return this.#count(command);
      case "cancelCount":
        return this.#counts.get(command.id)?.abort();
      case "versions":
        // It waits for a run to end: one may have begun by itself, as the page's first look at a passage does.
        return this.#versions.handle(command.request, this.#models.ready, this.#free());
    }
  }

  #load(command: Extract<Command, { type: "loadModel" }>): void {
    if (!this.#isBusy()) {
      this.#models.load(command, this.#free(), () => this.#onLoaded());
      return;
    }
    const busy = `${this.#whatGoesOn()}, so no other model can be loaded.`;
    this.#models.fail(command, refused(busy, "Cancel it first."));
  }

  #onLoaded(): Promise<void> {
    this.#versions.greet(this.#models.insist());
    return this.#list();
  }

  #begin(command: Extract<Command, { type: "start" | "resume" }>): void {
    this.#insistOnIdle();
    const model = this.#models.insist();
    const { files } = this.#models;
    const { id, hash } = model.info;
    this.#run = beginRun(command, {
      model,
      openLanes: (contexts, signal) =>
        openLanes(
          model.info,
          this.#services.lanes,
          { model: { id, hash, ...(files && { files: [...files] }) }, ...contexts },
          signal,
        ),
      free: this.#free(),
      versions: this.#versions,
      findTask: this.#services.findTask,
      post: this.#post,
    });
  }

  #measure(id: string): void {
    this.#insistOnIdle();
    const model = this.#models.insist();
    this.#measuring = beginMeasuring(id, { model, free: this.#free(), say: this.#say });
  }

  /** Whoever has the model meanwhile keeps it: counting only splits texts into tokens. */
  async #count({ id, kind, setup }: Extract<Command, { type: "count" }>): Promise<void> {
    const controller = new AbortController();
    this.#counts.set(id, controller);
    const { signal } = controller;
    const {
      findTask,
      lanes: { processors },
    } = this.#services;
    const model = this.#models.ready;
    // What is wrong with a set-up is said beside it, and when it is run.
    const work =
      model && (await countWork({ kind, setup, model, findTask, processors, signal }).catch(() => null));
    this.#counts.delete(id);
    this.#say({ type: "counted", id, work });
  }

  /** Null where it has ended while the command was on its way. */
  #runOf({ runId }: { runId: string }): ActiveRun | null {
    return this.#run?.runId === runId ? this.#run : null;
  }

  #isBusy(): boolean {
    return [this.#run, this.#measuring].some((user) => user !== null && !user.ended);
  }

  #insistOnIdle(): void {
    if (!this.#isBusy()) return;
    throw refused(`${this.#whatGoesOn()}.`, "Cancel it, or wait until it has finished.");
  }

  #whatGoesOn(): string {
    return this.#measuring?.ended === false ? "This machine is being measured" : "A run is going on";
  }

  /** Settles when the model is free: what was cancelled may still be letting go of it. */
  async #free(): Promise<void> {
    await Promise.all([this.#run?.done, this.#measuring?.done, this.#versions.done]);
  }

  async #list(): Promise<void> {
    this.#say({ type: "modelsListed", models: await this.#services.listModels() });
  }

  #lost(error: PlaygroundError): void {
    this.#run?.stop(error);
    this.#measuring?.stop(error);
    this.#models.abort(error);
    this.#services.die(error);
  }

  #say = (event: SessionEvent): void => this.#post({ channel: "session", event });

  #fail(error: unknown): void {
    this.#say({ type: "engineFailed", failure: failureOf(error) });
  }
}

function unknownCommand(issue: { path: PropertyKey[]; message: string } | undefined): PlaygroundError {
  const where = issue?.path.length ? ` at “${issue.path.map(String).join(".")}”` : "";
  return new PlaygroundError(
    "internal",
    `The engine was sent a command it does not know${where}: ${issue?.message ?? "unknown form"}.`,
    "Reload the page: it may be of another version than its engine.",
  );
}

function refused(message: string, advice: string): PlaygroundError {
  return new PlaygroundError("bad-input", message, advice);
}
