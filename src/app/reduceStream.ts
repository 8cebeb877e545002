import { STREAM_VERSION, type StreamEvent, type StreamEventBody } from "../protocol/streamEvents.ts";
import { logRules } from "./logRules.ts";
import type { StreamState, StreamStep } from "./streamState.ts";

const LOG = logRules({ noun: "stream", version: STREAM_VERSION, again: "Start it again" });

type Body<Type extends StreamEventBody["type"]> = Extract<StreamEventBody, { type: Type }>;

/**
 * Turns the events of a stream of edits into its state: live, recorded and resumed runs all pass through here. Pure;
 * throws a `PlaygroundError` of kind "bad-input" where the log has a gap, belongs to another run, or is of another
 * version. A stream that was cancelled or failed may be resumed; one that has finished may not.
 */
export function reduceStream(state: StreamState | null, event: StreamEvent): StreamState {
  LOG.checkVersion(event.version);
  const { body } = event;
  if (state === null) {
    if (event.sequence !== 0 || body.type !== "streamStarted") throw LOG.misbegun(event);
    return begin(event, body);
  }
  LOG.checkNext(state, event, body.type === "streamResumed");
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
      throw LOG.damaged("it starts twice");
    case "untouchedAsked": {
      const { passage, correct, total } = body;
      if (passage !== state.untouched.length) throw LOG.damaged(`passage ${passage} is out of turn`);
      return { ...state, untouched: [...state.untouched, { correct, total, routed: null }] };
    }
    case "stepStarted":
      if (body.step !== state.steps.length) throw LOG.damaged(`step ${body.step} is out of turn`);
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
          throw LOG.damaged(`passage ${passage} of step ${step} is out of turn`);
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
  if (before === undefined) throw LOG.damaged(`step ${step} has not begun`);
  return { ...state, steps: state.steps.with(step, change(before)) };
}
