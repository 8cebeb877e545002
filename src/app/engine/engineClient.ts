import { type Command, commandSchema } from "../../protocol/commands.ts";
import { type SessionEvent, type WorkerMessage, workerMessageSchema } from "../../protocol/events.ts";
import type { Failure } from "../../protocol/playgroundError.ts";
import type { AnyRunEvent, KindId } from "../../protocol/runEvent.ts";
import type { LifecycleBody } from "../../runs/runKind.ts";

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
  dispose(): void;
}

/** An honest worker answers a cancellation between two steps; after this one it is taken for stuck. */
export const CANCEL_PATIENCE_MS = 1000;
/** A worker that keeps dying (say, its script cannot be fetched) is not started for ever. */
const MAX_DEATHS_IN_A_ROW = 3;

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
  #deathsInARow = 0;
  #watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(spawn: () => WorkerLike, listeners: EngineListeners) {
    this.#spawn = spawn;
    this.#listeners = listeners;
    this.#start();
  }

  send(command: Command): void {
    const checked = commandSchema.parse(command);
    if (!this.#worker) this.#start();
    this.#worker?.postMessage(checked);
    if (checked.type === "start" || checked.type === "resume") {
      this.#open.set(checked.runId, { kind: checked.kind, last: null });
    }
    if (checked.type === "cancel") this.#watch(() => !this.#open.has(checked.runId));
    if (checked.type === "cancelLoad") this.#watch(() => false);
  }

  dispose(): void {
    clearTimeout(this.#watchdog);
    this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): void {
    const fresh = this.#spawn();
    // Messages that a replaced worker had already posted must not mix with those of its successor.
    fresh.onmessage = (event) => {
      if (this.#worker === fresh) this.#receive(event.data);
    };
    fresh.onerror = (event) => {
      event.preventDefault?.();
      if (this.#worker === fresh) this.#died(event.message);
    };
    fresh.onmessageerror = () => {
      if (this.#worker === fresh) this.#died("a message could not be read");
    };
    this.#worker = fresh;
  }

  #receive(data: unknown): void {
    const parsed = workerMessageSchema.safeParse(data);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      this.#died(`it sent a message of the wrong shape (${issue?.path.join(".")}: ${issue?.message})`);
      return;
    }
    this.#deathsInARow = 0;
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
    if (event.type === "modelFailed" || event.type === "modelLoaded") clearTimeout(this.#watchdog);
    if (event.type === "engineFailed") this.#forgetRefused();
    this.#listeners.onSessionEvent(event);
  }

  #deliverRun(kind: KindId, event: AnyRunEvent): void {
    const run = this.#open.get(event.runId);
    // The runs of a batch's items are told beside it, by its id and their number.
    const isItem = run === undefined && this.#open.has(event.runId.replace(/\/\d+$/, ""));
    if (run === undefined && !isItem) return;
    if (run !== undefined) {
      run.last = { event, receivedAt: Date.now() };
      if (ends(event)) {
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
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      if (!isAnswered()) this.#replaceWorker({ type: "cancelled" }, null);
    }, CANCEL_PATIENCE_MS);
  }

  #died(detail: string): void {
    this.#deathsInARow += 1;
    const failure = deathFailure(detail, this.#deathsInARow >= MAX_DEATHS_IN_A_ROW);
    this.#replaceWorker({ type: "failed", failure }, failure);
  }

  /** @param end how the runs ended that the worker can no longer speak for */
  #replaceWorker(end: LifecycleBody, failure: Failure | null): void {
    clearTimeout(this.#watchdog);
    this.#worker?.terminate();
    this.#worker = null;
    for (const { kind, last } of this.#open.values()) {
      if (last === null) continue;
      const { event, receivedAt } = last;
      const atMs = event.atMs + Math.max(0, Date.now() - receivedAt);
      this.#listeners.onRunEvent(kind, { ...event, sequence: event.sequence + 1, atMs, body: { ...end } });
    }
    this.#open.clear();
    this.#listeners.onRestart(failure);
    if (this.#deathsInARow < MAX_DEATHS_IN_A_ROW) this.#start();
  }
}

export function createEngineClient(spawn: () => WorkerLike, listeners: EngineListeners): EngineClient {
  return new WorkerClient(spawn, listeners);
}

function ends({ body: { type } }: AnyRunEvent): boolean {
  return type === "finished" || type === "cancelled" || type === "failed";
}

function deathFailure(detail: string, forGood: boolean): Failure {
  return {
    kind: "internal",
    message: `The engine stopped unexpectedly: ${detail || "no reason was given"}.`,
    advice: forGood
      ? "It could not be restarted. Reload the page; your text and your runs are kept."
      : "It was restarted. Your text and the run's log are kept; load the model and run again.",
  };
}
