import { type Command, commandSchema } from "../../protocol/commands.ts";
import { type SessionEvent, type WorkerMessage, workerMessageSchema } from "../../protocol/events.ts";
import type { Failure } from "../../protocol/playgroundError.ts";
import type { AnyRunEvent, KindId } from "../../protocol/runEvent.ts";
import { endsRun, type LifecycleBody } from "../../runs/runKind.ts";

/** The part of `Worker` that is used, so that tests can bring their own. */
export interface WorkerLike {
  postMessage(message: Command): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent<unknown>) => void) | null;
}

export interface EngineListeners {
  /** Of a run that was asked for; whoever reads it checks its body. A worker that dies cannot say how a run ended: this does. */
  onRunEvent(kind: KindId, event: AnyRunEvent): void;
  /** To be kept for a resumption. */
  onAttachment(kind: KindId, runId: string, key: string, value: unknown): void;
  onSessionEvent(event: SessionEvent): void;
  /** A `VersionEvent`, yet to be checked. */
  onVersions(answer: unknown): void;
  /** A fresh worker took over. `failure` says why, or is null where a cancelled step would not end. */
  onRestart(failure: Failure | null): void;
}

/** The page's end of the engine: owns the worker and checks every message both ways. */
export interface EngineClient {
  /** Throws a `ZodError` if the command is malformed: a mistake of the page, never of the user. */
  send(command: Command): void;
  /** Puts a fresh worker in the place of one that may never answer. */
  restart(): void;
  dispose(): void;
}

/** An honest worker answers a cancellation between two steps; after this one it is taken for stuck. */
export const CANCEL_PATIENCE_MS = 1000;
/** On a busy machine a step may take long: a worker that goes on speaking gets this much. */
const LONGEST_CANCEL_MS = 10_000;
/** A load is looked after this often; one of which nothing is heard so many times will not end. */
const LOAD_LOOK_MS = 30_000;
const SILENT_LOOKS = 6;
/** A worker that keeps dying (say, its script cannot be fetched, or its model takes it down) is not started for ever. */
const MAX_DEATHS = 3;
/** Deaths that are further apart have little to do with each other. */
const DEATHS_WITHIN_MS = 120_000;

export function spawnEngineWorker(): WorkerLike {
  return new Worker(new URL("../../../workers/engine.worker.ts", import.meta.url), { type: "module" });
}

/** A run that was asked for and has not ended. */
interface OpenRun {
  kind: KindId;
  /** Null until the worker begins it: until then it may be refused. */
  last: { event: AnyRunEvent; receivedAt: number } | null;
}

class WorkerClient implements EngineClient {
  readonly #spawn: () => WorkerLike;
  readonly #listeners: EngineListeners;
  readonly #open = new Map<string, OpenRun>();
  #worker: WorkerLike | null = null;
  /** The loads that were asked for and have not ended. */
  readonly #loads = new Set<string>();
  /** A measurement that was asked for and has not ended. */
  #measuring: string | null = null;
  /** When workers died, the newest last. */
  #deaths: number[] = [];
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #loadWatchdog: ReturnType<typeof setTimeout> | undefined;
  /** When the worker last said anything. */
  #heardAt = 0;

  constructor(spawn: () => WorkerLike, listeners: EngineListeners) {
    this.#spawn = spawn;
    this.#listeners = listeners;
    this.#start();
  }

  get #hasDiedTooOften(): boolean {
    return this.#deaths.length >= MAX_DEATHS;
  }

  send(command: Command): void {
    const checked = commandSchema.parse(command);
    if (this.#worker === null) this.#start();
    // Where there is none to be had, the page is told so.
    if (this.#worker === null) return;
    this.#worker.postMessage(checked);
    if (checked.type === "start" || checked.type === "resume") {
      this.#open.set(checked.runId, { kind: checked.kind, last: null });
    }
    if (checked.type === "cancel") this.#watch(() => !this.#open.has(checked.runId));
    if (checked.type === "measure") this.#measuring = checked.id;
    if (checked.type === "cancelMeasure") this.#watch(() => this.#measuring !== checked.id);
    if (checked.type === "cancelLoad") this.#watch(() => !this.#loads.has(checked.loadId));
    if (checked.type === "loadModel") {
      this.#loads.add(checked.loadId);
      this.#watchLoad(checked);
    }
  }

  restart(): void {
    this.#replaceWorker({ type: "cancelled" }, null);
  }

  dispose(): void {
    clearTimeout(this.#watchdog);
    clearTimeout(this.#loadWatchdog);
    this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): void {
    const fresh = this.#spawnOrSay();
    if (fresh === null) return;
    // Messages that a replaced worker had already posted must not mix with those of its successor.
    fresh.onmessage = (event) => {
      if (this.#worker === fresh) this.#receive(event.data);
    };
    fresh.onerror = (event) => {
      event.preventDefault?.();
      if (this.#worker === fresh) this.#died(unexplained(event.message));
    };
    fresh.onmessageerror = () => {
      if (this.#worker === fresh) this.#died(unexplained("a message could not be read"));
    };
    this.#worker = fresh;
  }

  /** Null where a frame that is shut off from its own site is refused a worker, or where workers keep dying. */
  #spawnOrSay(): WorkerLike | null {
    let failure = GIVEN_UP;
    if (!this.#hasDiedTooOften) {
      try {
        return this.#spawn();
      } catch (error) {
        failure = refusedWorker(error);
      }
    }
    // The page that hears of it may still be in the making.
    queueMicrotask(() => this.#listeners.onRestart(failure));
    return null;
  }

  #receive(data: unknown): void {
    this.#heardAt = Date.now();
    const parsed = workerMessageSchema.safeParse(data);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      this.#died(
        unexplained(`it sent a message of the wrong shape (${issue?.path.join(".")}: ${issue?.message})`),
      );
      return;
    }
    this.#deliver(parsed.data);
  }

  #deliver(message: WorkerMessage): void {
    switch (message.channel) {
      case "session":
        this.#deliverSession(message.event);
        break;
      case "attachment":
        this.#listeners.onAttachment(message.kind, message.runId, message.key, message.value);
        break;
      case "versions":
        this.#listeners.onVersions(message.answer);
        break;
      case "run":
        this.#deliverRun(message.kind, message.event);
    }
  }

  #deliverSession(event: SessionEvent): void {
    if (event.type === "modelFailed" || event.type === "modelLoaded") this.#loads.delete(event.loadId);
    if (event.type === "measured" || event.type === "measureFailed") this.#measuring = null;
    if (event.type === "engineFailed") this.#forgetRefused();
    if (event.type === "engineDied") this.#died(event.failure);
    else this.#listeners.onSessionEvent(event);
  }

  #deliverRun(kind: KindId, event: AnyRunEvent): void {
    const run = this.#open.get(event.runId);
    // The runs of a batch's items are told beside it, by its id and their number.
    const isItem = run === undefined && this.#open.has(event.runId.replace(/\/\d+$/, ""));
    if (run === undefined && !isItem) return;
    if (run !== undefined) {
      run.last = { event, receivedAt: Date.now() };
      if (endsRun(event.body)) {
        this.#open.delete(event.runId);
        clearTimeout(this.#watchdog);
      }
    }
    this.#listeners.onRunEvent(kind, event);
  }

  #forgetRefused(): void {
    for (const [runId, { last }] of this.#open) if (last === null) this.#open.delete(runId);
  }

  #watch(isAnswered: () => boolean): void {
    const askedAt = Date.now();
    const look = () => {
      if (isAnswered()) return;
      const now = Date.now();
      const isSilent = now - this.#heardAt >= CANCEL_PATIENCE_MS;
      if (isSilent || now - askedAt >= LONGEST_CANCEL_MS) this.#replaceWorker({ type: "cancelled" }, null);
      else this.#watchdog = setTimeout(look, CANCEL_PATIENCE_MS);
    };
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(look, CANCEL_PATIENCE_MS);
  }

  /** By looks and not by the clock: a machine that slept has not been silent. */
  #watchLoad({ loadId, id }: { loadId: string; id: string }): void {
    let heardAt = this.#heardAt;
    let silent = 0;
    const look = () => {
      if (!this.#loads.has(loadId)) return;
      silent = this.#heardAt === heardAt ? silent + 1 : 0;
      heardAt = this.#heardAt;
      if (silent < SILENT_LOOKS) {
        this.#loadWatchdog = setTimeout(look, LOAD_LOOK_MS);
        return;
      }
      this.#listeners.onSessionEvent({
        type: "modelFailed",
        loadId,
        id,
        failure: SILENT_LOAD,
        isNoneLeft: true,
      });
      this.#replaceWorker({ type: "cancelled" }, null);
    };
    clearTimeout(this.#loadWatchdog);
    this.#loadWatchdog = setTimeout(look, LOAD_LOOK_MS);
  }

  #died(cause: Failure): void {
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < DEATHS_WITHIN_MS), now];
    const failure = this.#hasDiedTooOften ? { ...cause, advice: NOT_RESTARTED } : cause;
    this.#replaceWorker({ type: "failed", failure }, failure);
  }

  /** @param end how the runs ended that the worker can no longer speak for */
  #replaceWorker(end: LifecycleBody, failure: Failure | null): void {
    clearTimeout(this.#watchdog);
    clearTimeout(this.#loadWatchdog);
    this.#worker?.terminate();
    this.#worker = null;
    const ended = [...this.#open.values()];
    this.#open.clear();
    this.#loads.clear();
    this.#measuring = null;
    // Before anybody is told: whoever hears of it may ask for something at once.
    if (!this.#hasDiedTooOften) this.#start();
    for (const { kind, last } of ended) {
      if (last === null) continue;
      const { event, receivedAt } = last;
      const atMs = event.atMs + Math.max(0, Date.now() - receivedAt);
      this.#listeners.onRunEvent(kind, { ...event, sequence: event.sequence + 1, atMs, body: { ...end } });
    }
    this.#listeners.onRestart(failure);
  }
}

export function createEngineClient(spawn: () => WorkerLike, listeners: EngineListeners): EngineClient {
  return new WorkerClient(spawn, listeners);
}

const SILENT_LOAD: Failure = {
  kind: "internal",
  message: `Nothing was heard of this model for ${(LOAD_LOOK_MS * SILENT_LOOKS) / 60_000} minutes, so its loading was ended.`,
  advice: "Try again, or choose another model.",
};

const NOT_RESTARTED = "It could not be restarted. Reload the page; your text and your runs are kept.";

const GIVEN_UP: Failure = {
  kind: "internal",
  message: "The engine has stopped again and again.",
  advice: NOT_RESTARTED,
};

function unexplained(detail: string): Failure {
  return {
    kind: "internal",
    message: `The engine stopped unexpectedly: ${detail || "no reason was given"}.`,
    advice: "It was restarted. Your text and the run's log are kept.",
  };
}

function refusedWorker(error: unknown): Failure {
  const detail = error instanceof Error ? error.message : String(error);
  return {
    kind: "unsupported",
    message: `The browser refuses this page a worker, in which its models run (${detail}).`,
    advice:
      'Where the page is shown in a frame, open it in a tab of its own, or allow the frame the page\'s own origin (sandbox="allow-scripts allow-same-origin").',
  };
}
