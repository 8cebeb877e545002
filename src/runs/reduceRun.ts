import { Pacer } from "../protocol/pacer.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { RunEvent } from "../protocol/runEvent.ts";
import { COPYING, growingInPlace } from "./growth.ts";
import {
  type AnyBody,
  isOver,
  isStarted,
  type RunKind,
  type RunProgress,
  type RunSource,
  type RunState,
  type RunSummary,
} from "./runKind.ts";
import { runName } from "./runName.ts";

/**
 * The one place where events become what is on screen: live, recorded, shared, reloaded and resumed runs of every kind pass
 * through here, so they cannot differ. Pure, as long as `growth` copies.
 *
 * @throws PlaygroundError "bad-input" where the log has a gap, belongs to another run, or is of another version
 */
export function reduceRun<Body extends AnyBody, State extends RunState, Summary extends RunSummary>(
  kind: RunKind<Body, State, Summary>,
  state: State | null,
  event: RunEvent<Body>,
  growth = COPYING,
): State {
  const { version, runId, sequence, atMs, body } = event;
  if (version !== kind.version) throw ofAnotherVersion(kind, version);
  if (state === null) {
    if (sequence !== 0 || !isStarted(body))
      throw damaged(kind, `its first event is number ${sequence}, “${body.type}”`);
    return kind.begin({ runId, sequence, elapsedMs: atMs, status: "running", failure: null }, body);
  }
  if (runId !== state.runId) throw damaged(kind, `event ${sequence} belongs to another run`);
  if (sequence !== state.sequence + 1)
    throw damaged(kind, `event ${sequence} follows event ${state.sequence}`);
  if (isStarted(body)) throw damaged(kind, "it starts twice");
  if (state.status === "finished" || (isOver(state) && body.type !== "resumed")) {
    throw damaged(kind, `event ${sequence} comes after the end of the run`);
  }
  return { ...kind.apply(state, body, growth), sequence, elapsedMs: atMs, ...progressAfter(state, body) };
}

function progressAfter(state: RunState, body: AnyBody): Pick<RunProgress, "status" | "failure"> {
  switch (body.type) {
    case "paused":
    case "finished":
    case "cancelled":
      return { status: body.type, failure: null };
    case "continued":
    case "resumed":
      return { status: "running", failure: null };
    case "failed":
      return { status: "failed", failure: body.failure ?? null };
    default:
      return { status: state.status, failure: state.failure };
  }
}

/**
 * The state after all events of the log, in time that grows with its length.
 *
 * @throws PlaygroundError "bad-input" where the log is not whole
 */
export function replay<Body extends AnyBody, State extends RunState, Summary extends RunSummary>(
  kind: RunKind<Body, State, Summary>,
  log: readonly RunEvent<Body>[],
  growth = growingInPlace(),
): State {
  const state = log.reduce<State | null>((before, event) => reduceRun(kind, before, event, growth), null);
  if (state === null) throw damaged(kind, "it is empty");
  return state;
}

/** The same where somebody may want to use the page meanwhile. @throws PlaygroundError "bad-input", "cancelled" */
export async function replayInSlices<
  Body extends AnyBody,
  State extends RunState,
  Summary extends RunSummary,
>(kind: RunKind<Body, State, Summary>, log: readonly RunEvent<Body>[], signal?: AbortSignal): Promise<State> {
  const pacer = new Pacer(signal);
  const growth = growingInPlace();
  let state: State | null = null;
  for (const event of log) {
    state = reduceRun(kind, state, event, growth);
    await pacer.pause();
  }
  if (state === null) throw damaged(kind, "it is empty");
  return state;
}

/**
 * The state after the first `count` events, at least one. Going forward from `from`, a state of the same log, saves
 * applying the earlier events again.
 */
export function replayUntil<Body extends AnyBody, State extends RunState, Summary extends RunSummary>(
  kind: RunKind<Body, State, Summary>,
  log: readonly RunEvent<Body>[],
  count: number,
  from?: { position: number; state: State },
): State {
  if (from === undefined || count < from.position) return replay(kind, log.slice(0, count));
  const growth = growingInPlace();
  return log
    .slice(from.position, count)
    .reduce<State>((before, event) => reduceRun(kind, before, event, growth), from.state);
}

/** The line of the run in the table of all. */
export function summariseRun<Body extends AnyBody, State extends RunState, Summary extends RunSummary>(
  kind: RunKind<Body, State, Summary>,
  state: State,
  source: RunSource,
): Summary {
  const { runId, startedAt, status, task, model, elapsedMs } = state;
  const line = { runId, name: runName(runId), startedAt, source, status, task, model: model.name, elapsedMs };
  return kind.summarise(line, state);
}

/** @param what goes on from "is damaged:" */
export function damaged({ noun }: Pick<RunKind, "noun">, what: string): PlaygroundError {
  return new PlaygroundError(
    "bad-input",
    `The log of this ${noun} is damaged: ${what}.`,
    "Take the whole log, or run it again: a log must be complete and in order.",
  );
}

export function ofAnotherVersion(
  { noun, version: read }: Pick<RunKind, "noun" | "version">,
  version: number,
) {
  return new PlaygroundError(
    "bad-input",
    `This ${noun} was recorded with version ${version} of the log; this page reads version ${read}.`,
    "Open it in the version of the playground that recorded it, or run it again here.",
  );
}
