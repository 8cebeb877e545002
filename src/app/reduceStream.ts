import { PlaygroundError } from "../protocol/playgroundError.ts";
import { STREAM_VERSION, type StreamEvent, type StreamEventBody } from "../protocol/streamEvents.ts";
import type { StreamState, StreamStep } from "./streamState.ts";

type Body<Type extends StreamEventBody["type"]> = Extract<StreamEventBody, { type: Type }>;

/**
 * Turns the events of a stream of edits into its state: live, recorded and resumed runs all pass through here. Pure;
 * throws a `PlaygroundError` of kind "bad-input" where the log has a gap, belongs to another run, or is of another
 * version. A stream that was cancelled or failed may be resumed; one that has finished may not.
 */
export function reduceStream(state: StreamState | null, event: StreamEvent): StreamState {
  // The type allows one version only, but a log may come from anywhere.
  const version: number = event.version;
  if (version !== STREAM_VERSION) {
    throw new PlaygroundError(
      "bad-input",
      `This stream was recorded with version ${version} of its log; this page reads version ${STREAM_VERSION}.`,
      "Open it in the version of the playground that recorded it, or run it again here.",
    );
  }
  const { body } = event;
  if (state === null) {
    if (event.sequence !== 0 || body.type !== "streamStarted") {
      throw badLog(`its first event is number ${event.sequence}, "${body.type}"`);
    }
    return begin(event, body);
  }
  if (event.runId !== state.runId) throw badLog(`event ${event.sequence} belongs to another run`);
  if (event.sequence !== state.sequence + 1) {
    throw badLog(`event ${event.sequence} follows event ${state.sequence}`);
  }
  const isStopped = state.status === "cancelled" || state.status === "failed";
  if (state.status === "finished" || (isStopped && body.type !== "streamResumed")) {
    throw badLog(`event ${event.sequence} comes after the end of the run`);
  }
  const before = body.type === "streamPaused" || body.type === "streamContinued" ? state.restoring : false;
  return { ...apply({ ...state, restoring: before }, body), sequence: event.sequence, elapsedMs: event.atMs };
}

function begin(event: StreamEvent, { type: _type, ...started }: Body<"streamStarted">): StreamState {
  return {
    runId: event.runId,
    sequence: 0,
    elapsedMs: event.atMs,
    status: "running",
    restoring: false,
    ...started,
    untouched: [],
    steps: [],
  };
}

function apply(state: StreamState, body: StreamEventBody): StreamState {
  switch (body.type) {
    case "streamStarted":
      throw badLog("it starts twice");
    case "untouchedAsked": {
      const { passage, correct, total } = body;
      if (passage !== state.untouched.length) throw badLog(`passage ${passage} is out of turn`);
      return { ...state, untouched: [...state.untouched, { correct, total, routed: null }] };
    }
    case "stepStarted":
      if (body.step !== state.steps.length) throw badLog(`step ${body.step} is out of turn`);
      return { ...state, steps: [...state.steps, { cells: [] }] };
    case "editChosen": {
      const { type: _type, step, ...edit } = body;
      return withStep(state, step, (before) => ({ ...before, edit }));
    }
    case "editTrained": {
      const { type: _type, step, ...training } = body;
      return withStep(state, step, (before) => ({ ...before, training }));
    }
    case "editApplied": {
      const { type: _type, step, ...applied } = body;
      return withStep(state, step, (before) => ({ ...before, applied }));
    }
    case "passageAsked": {
      const { step, passage, correct, total, routed } = body;
      return withStep(state, step, (before) => {
        if (passage !== before.cells.length)
          throw badLog(`passage ${passage} of step ${step} is out of turn`);
        return { ...before, cells: [...before.cells, { correct, total, routed }] };
      });
    }
    case "stepScored": {
      const { justLearned, allLearned, untouched } = body;
      return withStep(state, body.step, (before) => ({
        ...before,
        score: { justLearned, allLearned, untouched },
      }));
    }
    case "streamPaused":
      return { ...state, status: "paused" };
    case "streamContinued":
      return { ...state, status: "running" };
    case "streamResumed": {
      const { failure: _failure, ...rest } = state;
      return { ...rest, status: "running", restoring: true };
    }
    case "streamFinished":
      return { ...state, status: "finished" };
    case "streamCancelled":
      return { ...state, status: "cancelled" };
    case "streamFailed":
      return { ...state, status: "failed", failure: body.failure };
  }
}

function withStep(state: StreamState, step: number, change: (step: StreamStep) => StreamStep): StreamState {
  const before = state.steps[step];
  if (before === undefined) throw badLog(`step ${step} has not begun`);
  return { ...state, steps: state.steps.with(step, change(before)) };
}

function badLog(what: string): PlaygroundError {
  return new PlaygroundError(
    "bad-input",
    `The log of this stream is damaged: ${what}.`,
    "Start it again; a log must be complete and in order.",
  );
}
