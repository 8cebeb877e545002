import type { LanguageModel } from "../src/nn/languageModel.ts";
import { type BackendPreference, type Command, commandSchema } from "../src/protocol/commands.ts";
import type { BackendReport, ModelEntry, SessionEvent, WorkerMessage } from "../src/protocol/events.ts";
import { cancelled, failureOf, isCancellation, PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { Task } from "../src/tasks/task.ts";
import { VersionService, type VersionServiceParts } from "../src/versions/versionService.ts";
import { type ActiveRun, startRun } from "./activeRun.ts";
import type { LongRun } from "./longRun.ts";
import { outerStartOf, startOuterRun } from "./outerRun.ts";
import { startStreamRun, streamStartOf } from "./streamRun.ts";

/** What the engine needs of the world: checkpoints, backend, tasks. Tests bring their own. */
export interface EngineServices {
  probe(): Promise<BackendReport>;
  listModels(): Promise<ModelEntry[]>;
  loadModel(request: LoadRequest): Promise<LanguageModel>;
  deleteModel(id: string): Promise<void>;
  openVersions: VersionServiceParts["openStorage"];
  /** Throws a PlaygroundError for a task that does not exist. */
  findTask(id: string): Task;
  /** Ends the worker with this error, so that the page starts a fresh one: after a lost GPU nothing here is of use. */
  die(error: PlaygroundError): void;
}

export interface LoadRequest {
  id: string;
  files: readonly File[] | undefined;
  backend: BackendPreference;
  /** Called when all is at hand and the tensors of the model before must go. */
  onReplace(): void;
  onBackend(backend: string, explanation: string): void;
  onProgress(progress: Omit<Extract<SessionEvent, { type: "modelProgress" }>, "type" | "id">): void;
  onWarning(message: string): void;
  onLost(error: PlaygroundError): void;
  signal: AbortSignal;
}

export interface Engine {
  /** Anything that was posted to the worker; what is no command is answered with engineFailed. */
  handle(message: unknown): void;
}

interface Loading {
  id: string;
  controller: AbortController;
  /** Settles, without rejecting, when the loader has let go. */
  done: Promise<void>;
}

/** One model at a time, one run or outer loop at a time. Never throws: every mistake becomes an event. */
export function createEngine(services: EngineServices, post: (message: WorkerMessage) => void): Engine {
  let model: LanguageModel | null = null;
  let loading: Loading | null = null;
  let run: ActiveRun | null = null;
  /** Rounds of the outer loop, or a stream of edits. */
  let outer: LongRun | null = null;

  const versions = new VersionService({
    openStorage: services.openVersions,
    post: (answer) => post({ channel: "versions", answer }),
  });

  const say = (event: SessionEvent) => post({ channel: "session", event });
  const engineFailed = (error: unknown) => say({ type: "engineFailed", failure: failureOf(error) });
  const dropModel = () => {
    model?.dispose();
    model = null;
  };

  const lost = (error: PlaygroundError) => {
    run?.stop(error);
    outer?.stop(error);
    loading?.controller.abort(error);
    services.die(error);
  };

  const cancelLoad = () => {
    if (loading === null || loading.controller.signal.aborted) return;
    loading.controller.abort();
    say({ type: "modelFailed", id: loading.id, failure: failureOf(cancelled()) });
  };

  const load = (command: Extract<Command, { type: "loadModel" }>) => {
    const { id, files, backend } = command;
    if (isBusy()) {
      const busy = refused("A run is going on, so no other model can be loaded.", "Cancel the run first.");
      say({ type: "modelFailed", id, failure: failureOf(busy) });
      return;
    }
    cancelLoad();
    const controller = new AbortController();
    const { signal } = controller;
    const unlessAborted =
      <Args extends unknown[]>(tell: (...args: Args) => void) =>
      (...args: Args) => {
        if (!signal.aborted) tell(...args);
      };
    const before = [loading?.done, run?.done, outer?.done, versions.done];
    const work = async () => {
      await Promise.all(before);
      if (signal.aborted) return;
      const fresh = await services.loadModel({
        id,
        files,
        backend,
        signal,
        onReplace: dropModel,
        onBackend: unlessAborted((name, explanation) =>
          say({ type: "backendStarted", backend: name, explanation }),
        ),
        onProgress: unlessAborted((progress) => say({ type: "modelProgress", id, ...progress })),
        onWarning: unlessAborted((message) => say({ type: "engineWarning", message })),
        onLost: lost,
      });
      if (signal.aborted) {
        fresh.dispose();
        return;
      }
      dropModel();
      model = fresh;
      // It can be used from here on.
      loading = null;
      say({ type: "modelLoaded", model: { ...fresh.info } });
      // The model may have come into the cache by this.
      await list();
    };
    const started: Loading = { id, controller, done: Promise.resolve() };
    loading = started;
    started.done = work()
      .catch((error: unknown) => {
        // A cancellation was answered when it was asked for.
        if (!signal.aborted) say({ type: "modelFailed", id, failure: failureOf(error) });
      })
      .finally(() => {
        if (loading === started) loading = null;
      });
  };

  const isBusy = () => (run !== null && !run.ended) || (outer !== null && !outer.ended);

  /** The model, if a run may begin now. */
  const readyModel = (): LanguageModel => {
    if (isBusy()) {
      throw refused("A run is already going on.", "Cancel it, or wait until it has finished.");
    }
    if (model === null || loading !== null) {
      throw refused(
        loading === null ? "No model is loaded." : "The model is still being loaded.",
        loading === null ? "Choose a model and load it first." : "Wait until it is there.",
      );
    }
    return model;
  };

  /** A run that was cancelled may still be letting go of the model. */
  const released = async () => {
    await Promise.all([run?.done, outer?.done, versions.done]);
  };

  const begin = (command: Extract<Command, { type: "startRun" }>) => {
    const ready = readyModel();
    const task = services.findTask(command.task);
    const free = released().then(() => versions.prepare(ready));
    const { runId } = command;
    run = startRun(
      command,
      ready,
      task,
      free,
      (event) => post({ channel: "run", kind: "edit", event }),
      versions.listen(runId),
    );
  };

  const beginOuter = (command: Extract<Command, { type: "startOuter" | "resumeOuter" }>) => {
    const ready = readyModel();
    const start = outerStartOf(command);
    const free = released().then(() => versions.release(ready));
    outer = startOuterRun(start, ready, services.findTask(start.task), free, post);
  };

  const beginStream = (command: Extract<Command, { type: "startStream" | "resumeStream" }>) => {
    const ready = readyModel();
    const start = streamStartOf(command);
    const free = released().then(() => versions.release(ready));
    outer = startStreamRun(start, ready, services.findTask(start.task), free, post, (left) =>
      versions.offer(left),
    );
  };

  /** The long run of this id; null where it has ended while the command was on its way. */
  const outerOf = (runId: string) => (outer?.runId === runId ? outer : null);

  const list = async () => say({ type: "modelsListed", models: await services.listModels() });

  const remove = async (id: string) => {
    if (loading?.id === id) cancelLoad();
    await loading?.done;
    await services.deleteModel(id);
    await list();
  };

  const obey = async (command: Command): Promise<void> => {
    switch (command.type) {
      case "probe":
        return say({ type: "backendProbed", report: await services.probe() });
      case "listModels":
        return list();
      case "loadModel":
        return load(command);
      case "cancelLoad":
        return cancelLoad();
      case "deleteModel":
        return remove(command.id);
      case "startRun":
        return begin(command);
      case "continueRun":
        if (run?.runId !== command.runId)
          throw refused("There is no such run to go on with.", "Start a new one.");
        return run.proceed(command.pieces ?? null);
      case "cancelRun":
        // The run may have ended while the command was on its way.
        if (run?.runId === command.runId) run.stop(cancelled());
        return;
      case "startOuter":
      case "resumeOuter":
        return beginOuter(command);
      case "startStream":
      case "resumeStream":
        return beginStream(command);
      case "pauseOuter":
      case "pauseStream":
        return outerOf(command.runId)?.pause();
      case "continueOuter":
      case "continueStream":
        return outerOf(command.runId)?.proceed();
      case "cancelOuter":
      case "cancelStream":
        return outerOf(command.runId)?.stop(cancelled());
      case "versions":
        // It waits for a run to end: one may have begun by itself, as the page's first look at a passage does.
        return versions.handle(command.request, loading === null ? model : null, released());
    }
  };

  return {
    handle(message) {
      const parsed = commandSchema.safeParse(message);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        const where = issue?.path.length ? ` at “${issue.path.join(".")}”` : "";
        engineFailed(
          new PlaygroundError(
            "internal",
            `The engine was sent a command it does not know${where}: ${issue?.message ?? "unknown form"}.`,
            "Reload the page: it may be of another version than its engine.",
          ),
        );
        return;
      }
      obey(parsed.data).catch((error: unknown) => {
        if (!isCancellation(error)) engineFailed(error);
      });
    },
  };
}

function refused(message: string, advice: string): PlaygroundError {
  return new PlaygroundError("bad-input", message, advice);
}
