import { type Command, commandSchema } from "../protocol/commands.ts";
import { type SessionEvent, type WorkerMessage, workerMessageSchema } from "../protocol/events.ts";
import type { Failure } from "../protocol/playgroundError.ts";
import type { AnyRunEvent } from "../protocol/runEvent.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import type { EditBody, EditEvent } from "../runs/edit/events.ts";
import { editKind } from "../runs/edit/kind.ts";
import { readEvent } from "../runs/readLog.ts";
import type { RoundsEvent } from "../runs/rounds/events.ts";
import { roundsKind } from "../runs/rounds/kind.ts";
import type { AnyBody } from "../runs/runKind.ts";
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
  onRunEvent(event: EditEvent): void;
  onSessionEvent(event: SessionEvent): void;
  onOuterEvent(event: RoundsEvent): void;
  /** A round's update of the writer, to be kept for a resumption. */
  onWriter(runId: string, round: number, update: WriterUpdate): void;
  /** A `VersionEvent`, yet to be checked. */
  onVersions(answer: unknown): void;
  /** Of a stream of edits; whoever reads it checks its body. */
  onStreamEvent(event: AnyRunEvent): void;
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
  let log: EditEvent[] = [];
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
    if (message.kind !== "edit") {
      if (endsRun(message.event.body) && message.event.runId === outerId) {
        outerId = null;
        clearTimeout(watchdog);
      }
      if (message.kind === "rounds") listeners.onOuterEvent(readEvent(roundsKind, message.event));
      if (message.kind === "stream") listeners.onStreamEvent(message.event);
      return;
    }
    const event = readEvent(editKind, message.event);
    if (event.body.type === "started") {
      log = [];
      runIsOpen = true;
      if (event.runId === startingId) startingId = null;
    } else if (!runIsOpen || event.runId !== log[0]?.runId) {
      return;
    }
    append(event);
  };

  const append = (event: EditEvent) => {
    log.push(event);
    if (endsRun(event.body)) {
      runIsOpen = false;
      clearTimeout(watchdog);
    }
    listeners.onRunEvent(event);
  };

  const isGoingOn = (runId: string) => startingId === runId || (runIsOpen && log[0]?.runId === runId);

  /** The worker can no longer say how its run ended, so the page does. */
  const closeRun = (body: EditBody) => {
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
    closeRun({ type: "failed", failure });
    replaceWorker(failure);
  };

  const watchCancellation = (isAnswered: () => boolean) => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      if (isAnswered()) return;
      closeRun({ type: "cancelled" });
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

function endsRun(body: AnyBody): boolean {
  return body.type === "finished" || body.type === "cancelled" || body.type === "failed";
}

function startTime(log: RunLog): number {
  const body = log[0]?.body;
  return body?.type === "started" ? Date.parse(body.startedAt) : Date.now();
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
