import { type Command, commandSchema } from "../protocol/commands.ts";
import {
  type Failure,
  type RunEvent,
  type RunEventBody,
  type SessionEvent,
  type WorkerMessage,
  workerMessageSchema,
} from "../protocol/events.ts";
import type { OuterEvent, WriterUpdate } from "../protocol/outerEvents.ts";
import type { StreamEnvelope } from "../protocol/streamEnvelope.ts";
import { nextEvent, type RunLog } from "./runLog.ts";

/** The part of `Worker` that is used, so that tests can bring their own. */
export interface WorkerLike {
  postMessage(message: Command): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent<unknown>) => void) | null;
}

export interface EngineListeners {
  onRunEvent(event: RunEvent): void;
  onSessionEvent(event: SessionEvent): void;
  onOuterEvent(event: OuterEvent): void;
  /** A round's update of the writer, to be kept for a resumption. */
  onWriter(runId: string, round: number, update: WriterUpdate): void;
  /** A `VersionEvent`, yet to be checked. */
  onVersions(answer: unknown): void;
  /** Of a stream of edits; whoever reads it checks its body. */
  onStreamEvent(event: StreamEnvelope): void;
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
  return new Worker(new URL("../../workers/engine.worker.ts", import.meta.url), { type: "module" });
}

export function createEngineClient(spawn: () => WorkerLike, listeners: EngineListeners): EngineClient {
  let worker: WorkerLike | null = null;
  /** Of the run that was started last: a worker that dies cannot say how it ended. */
  let log: RunEvent[] = [];
  let runIsOpen = false;
  /** The run that was asked for last, until the worker begins it. */
  let startingId: string | null = null;
  /** The outer loop or stream that was asked for last, until it ends. */
  let outerId: string | null = null;
  let deathsInARow = 0;
  let watchdog: ReturnType<typeof setTimeout> | undefined;

  const start = () => {
    const fresh = spawn();
    // Messages that a replaced worker had already posted must not mix with those of its successor.
    fresh.onmessage = (event) => {
      if (worker === fresh) receive(event.data);
    };
    fresh.onerror = (event) => {
      event.preventDefault?.();
      if (worker === fresh) died(event.message);
    };
    fresh.onmessageerror = () => {
      if (worker === fresh) died("a message could not be read");
    };
    worker = fresh;
  };

  const receive = (data: unknown) => {
    const parsed = workerMessageSchema.safeParse(data);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      died(`it sent a message of the wrong shape (${issue?.path.join(".")}: ${issue?.message})`);
      return;
    }
    deathsInARow = 0;
    deliver(parsed.data);
  };

  const deliver = (message: WorkerMessage) => {
    if (message.channel === "session") {
      const { type } = message.event;
      if (type === "modelFailed" || type === "modelLoaded") clearTimeout(watchdog);
      if (type === "engineFailed") startingId = null;
      listeners.onSessionEvent(message.event);
      return;
    }
    if (message.channel === "writer") {
      listeners.onWriter(message.runId, message.round, message.update);
      return;
    }
    if (message.channel === "versions") {
      listeners.onVersions(message.answer);
      return;
    }
    if (message.channel === "outer") {
      if (endsOuter(message.event) && message.event.runId === outerId) {
        outerId = null;
        clearTimeout(watchdog);
      }
      listeners.onOuterEvent(message.event);
      return;
    }
    if (message.channel === "stream") {
      const { type } = message.event.body;
      const ends = type === "streamFinished" || type === "streamCancelled" || type === "streamFailed";
      if (ends && message.event.runId === outerId) {
        outerId = null;
        clearTimeout(watchdog);
      }
      listeners.onStreamEvent(message.event);
      return;
    }
    const { event } = message;
    if (event.body.type === "runStarted") {
      log = [];
      runIsOpen = true;
      if (event.runId === startingId) startingId = null;
    } else if (!runIsOpen || event.runId !== log[0]?.runId) {
      return;
    }
    append(event);
  };

  const append = (event: RunEvent) => {
    log.push(event);
    if (endsRun(event.body)) {
      runIsOpen = false;
      clearTimeout(watchdog);
    }
    listeners.onRunEvent(event);
  };

  const isGoingOn = (runId: string) => startingId === runId || (runIsOpen && log[0]?.runId === runId);

  /** The worker can no longer say how its run ended, so the page does. */
  const closeRun = (body: RunEventBody) => {
    const last = log.at(-1);
    if (!runIsOpen || !last) return;
    const atMs = Math.max(last.atMs, Date.now() - startTime(log));
    append(nextEvent(last, atMs, body));
  };

  const replaceWorker = (failure: Failure | null) => {
    clearTimeout(watchdog);
    worker?.terminate();
    worker = null;
    startingId = null;
    outerId = null;
    listeners.onRestart(failure);
    if (deathsInARow < MAX_DEATHS_IN_A_ROW) start();
  };

  const died = (detail: string) => {
    deathsInARow += 1;
    const failure = deathFailure(detail, deathsInARow >= MAX_DEATHS_IN_A_ROW);
    closeRun({ type: "runFailed", failure });
    replaceWorker(failure);
  };

  const watchCancellation = (isAnswered: () => boolean) => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      if (isAnswered()) return;
      closeRun({ type: "runCancelled" });
      replaceWorker(null);
    }, CANCEL_PATIENCE_MS);
  };

  start();
  return {
    send: (command) => {
      const checked = commandSchema.parse(command);
      if (!worker) start();
      worker?.postMessage(checked);
      if (checked.type === "startRun") startingId = checked.runId;
      if (checked.type === "startOuter" || checked.type === "startStream") outerId = checked.runId;
      if (checked.type === "resumeOuter" || checked.type === "resumeStream")
        outerId = checked.events[0]?.runId ?? null;
      if (checked.type === "cancelOuter" || checked.type === "cancelStream")
        watchCancellation(() => outerId !== checked.runId);
      if (checked.type === "cancelRun") watchCancellation(() => !isGoingOn(checked.runId));
      if (checked.type === "cancelLoad") watchCancellation(() => false);
    },
    dispose: () => {
      clearTimeout(watchdog);
      worker?.terminate();
      worker = null;
    },
  };
}

function endsRun(body: RunEventBody): boolean {
  return body.type === "runFinished" || body.type === "runCancelled" || body.type === "runFailed";
}

function endsOuter({ body }: OuterEvent): boolean {
  return body.type === "outerFinished" || body.type === "outerCancelled" || body.type === "outerFailed";
}

function startTime(log: RunLog): number {
  const body = log[0]?.body;
  return body?.type === "runStarted" ? Date.parse(body.startedAt) : Date.now();
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
