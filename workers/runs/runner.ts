import type { LanguageModel } from "../../src/nn/languageModel.ts";
import type { Command } from "../../src/protocol/commands.ts";
import type { WorkerMessage } from "../../src/protocol/events.ts";
import { PlaygroundError } from "../../src/protocol/playgroundError.ts";
import { type AnyRunEvent, type KindId, type RunEvent, runEventSchema } from "../../src/protocol/runEvent.ts";
import type { EditBody } from "../../src/runs/edit/events.ts";
import { editKind } from "../../src/runs/edit/kind.ts";
import { createEventLog, type EventLog, type EventLogOptions } from "../../src/runs/eventLog.ts";
import { firstIssue, readLog } from "../../src/runs/readLog.ts";
import { replay } from "../../src/runs/reduceRun.ts";
import type { AnyBody, RunKind, RunState, Setup } from "../../src/runs/runKind.ts";
import type { CopyLane } from "../../src/seal/lanes.ts";
import { type StartingPoint, UNTOUCHED } from "../../src/seal/startingPoint.ts";
import type { Task } from "../../src/tasks/task.ts";
import type { VersionService } from "../../src/versions/versionService.ts";
import type { LaneOpening } from "../lanes/laneMessages.ts";
import { type Change, PausePoint } from "./pausePoint.ts";

/** What the loop of a run is given. */
export interface RunContext<Body extends AnyBody> {
  runId: string;
  model: LanguageModel;
  task: Task;
  setup: Setup<Body>;
  /** What an interrupted run has said already; empty for a new one. */
  log: readonly Body[];
  /** What an interrupted run has attached, unchecked. */
  attachments: readonly unknown[];
  start: StartingPoint;
  versions: Pick<VersionService, "listen" | "offer">;
  emit(body: Body): void;
  /** Keeps something beside the log that spares work when the run is resumed. */
  attach(key: string, value: unknown): void;
  /** Tells what a single edit within the run says, for whoever watches; nobody keeps it. */
  postItem(event: RunEvent<EditBody>): void;
  openLanes: RunHost["openLanes"];
  pausePoint: PausePoint;
  signal: AbortSignal;
}

/** How the engine runs one kind. */
export interface Runner<Body extends AnyBody, State extends RunState> {
  kind: RunKind<Body, State>;
  /** The version in force; or the untouched model, for what merges by itself. */
  startsFrom: "version" | "untouched";
  /** Checks what the kind's own schema cannot. @throws PlaygroundError "bad-input" */
  checkSetup?(setup: Setup<Body>): void;
  /** Absent: every event goes out as it comes. */
  createLog?(options: EventLogOptions<Body>): EventLog<Body>;
  /** The loop: never rejects, and the last thing it says is how it ended. */
  run(context: RunContext<Body>): Promise<void>;
}

/** What a run needs of the engine. */
export interface RunHost {
  model: LanguageModel;
  /** Copies of the model that judge edits of these contexts side by side; none where it works alone. */
  openLanes(contexts: Omit<LaneOpening, "model">, signal: AbortSignal): Promise<readonly CopyLane[]>;
  /** Settles when whoever had the model before has let go of it. */
  free: Promise<unknown>;
  versions: VersionService;
  /** Throws a PlaygroundError for a task that does not exist. */
  findTask(id: string): Task;
  post(message: WorkerMessage): void;
}

/** The run that has the model, from its command to the moment when the model is free again. */
export interface ActiveRun {
  readonly kind: KindId;
  readonly runId: string;
  /** Whether it has ended or been told to; the model may still be busy with it until `done`. */
  readonly ended: boolean;
  readonly done: Promise<void>;
  pause(): void;
  continue(change: Change): void;
  /** Ends the run at once: as cancelled, or as failed for any other reason. */
  stop(reason: PlaygroundError): void;
}

/** @throws PlaygroundError "bad-input" for a set-up or a log that cannot be run */
export type BeginRun = (command: Extract<Command, { type: "start" | "resume" }>, host: RunHost) => ActiveRun;

export function runnerOf<Body extends AnyBody, State extends RunState>(
  runner: Runner<Body, State>,
): BeginRun {
  const { kind } = runner;
  return (command, host) => {
    const { runId } = command;
    const { model, versions, post } = host;
    const earlier = command.type === "resume" ? resumable(kind, command.events, model) : [];
    // The first event says what the run was asked for with.
    const setup = setupOf(kind, command.type === "start" ? command.setup : earlier[0]?.body);
    runner.checkSetup?.(setup);
    const task = host.findTask(setup.task);
    const controller = new AbortController();
    const pausePoint = new PausePoint();
    const options: EventLogOptions<Body> = {
      runId,
      earlier,
      // Only what the page will accept: a wrong event shows here, where it was made.
      post: (event) => post({ channel: "run", kind: kind.id, event: checked(kind, event) }),
    };
    const log = runner.createLog?.(options) ?? createEventLog(kind, options);
    const done = async () => {
      await host.free;
      if (runner.startsFrom === "untouched") await versions.release(model);
      const start = runner.startsFrom === "version" ? await versions.prepare(model) : UNTOUCHED;
      await runner.run({
        runId,
        model,
        task,
        setup,
        log: earlier.map(({ body }) => body),
        attachments: command.type === "resume" ? command.attachments : [],
        start,
        versions,
        emit: log.emit,
        attach: (key, value) => post({ channel: "attachment", kind: kind.id, runId, key, value }),
        postItem: (event) => post({ channel: "run", kind: "edit", event: checked(editKind, event) }),
        openLanes: host.openLanes,
        pausePoint,
        signal: controller.signal,
      });
    };
    return {
      kind: kind.id,
      runId,
      get ended() {
        return log.closed || controller.signal.aborted;
      },
      done: done(),
      pause: () => pausePoint.ask(),
      continue: (change) => pausePoint.continue(change),
      stop: (reason) => controller.abort(reason),
    };
  };
}

function checked<Body extends AnyBody>({ bodySchema }: RunKind<Body>, event: RunEvent<Body>): AnyRunEvent {
  return runEventSchema.parse({ ...event, body: bodySchema.parse(event.body) });
}

function setupOf<Body extends AnyBody>({ setupSchema, noun }: RunKind<Body>, setup: unknown): Setup<Body> {
  const parsed = setupSchema.safeParse(setup);
  if (parsed.success) return parsed.data;
  throw refused(`This ${noun} cannot be started: ${firstIssue(parsed.error)}.`, "Correct its settings.");
}

function resumable<Body extends AnyBody, State extends RunState>(
  kind: RunKind<Body, State>,
  values: readonly unknown[],
  { info }: LanguageModel,
): RunEvent<Body>[] {
  const events = readLog(kind, values);
  const { status, model } = replay(kind, events);
  if (status === "finished") {
    throw refused(`The ${kind.noun} has finished: nothing of it is left to do.`, "Start a new one.");
  }
  if (model.hash !== info.hash) {
    throw refused(
      `The ${kind.noun} was begun with ${model.name}, and the model that is loaded now is another one.`,
      "Load the model that it was begun with, or start a new one.",
    );
  }
  return events;
}

function refused(message: string, advice: string): PlaygroundError {
  return new PlaygroundError("bad-input", message, advice);
}
