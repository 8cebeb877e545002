import { OUTER_VERSION, type OuterEvent, type OuterEventBody } from "../protocol/outerEvents.ts";
import { logRules } from "./logRules.ts";
import type { OuterContext, OuterEdit, OuterRound, OuterState } from "./outerState.ts";

const LOG = logRules({ noun: "outer loop", version: OUTER_VERSION, again: "Start it again" });

type Body<Type extends OuterEventBody["type"]> = Extract<OuterEventBody, { type: Type }>;

/**
 * Turns the events of an outer loop into its state: live, recorded and resumed runs all pass through here. Pure;
 * throws a `PlaygroundError` of kind "bad-input" where the log has a gap, belongs to another run, or is of another
 * version. A run that was cancelled or failed may be resumed; one that has finished may not.
 */
export function reduceOuter(state: OuterState | null, event: OuterEvent): OuterState {
  LOG.checkVersion(event.version);
  const { body } = event;
  if (state === null) {
    if (event.sequence !== 0 || body.type !== "outerStarted") throw LOG.misbegun(event);
    return begin(event, body);
  }
  LOG.checkNext(state, event, body.type === "outerResumed");
  return { ...apply(state, body), sequence: event.sequence, elapsedMs: event.atMs };
}

function begin(event: OuterEvent, body: Body<"outerStarted">): OuterState {
  const { type: _type, ...started } = body;
  return {
    runId: event.runId,
    sequence: 0,
    elapsedMs: event.atMs,
    status: "running",
    ...started,
    rounds: [],
    lastFinished: null,
  };
}

function apply(state: OuterState, body: OuterEventBody): OuterState {
  switch (body.type) {
    case "outerStarted":
      throw LOG.damaged("it starts twice");
    case "roundStarted": {
      if (body.round !== state.rounds.length) throw LOG.damaged(`round ${body.round} is out of turn`);
      const fresh: OuterRound = {
        round: body.round,
        training: [],
        heldOut: [],
        writer: { steps: 0, points: [] },
      };
      return { ...state, rounds: [...state.rounds, fresh] };
    }
    case "editWritten": {
      const { samples, pieces } = body;
      return withEdit(state, body, () => ({ samples, pieces }));
    }
    case "editRewarded": {
      const { round, set, context, edit, correct, total, reward, loss, seconds } = body;
      const next = withEdit(state, body, (written) => {
        if (written === undefined) throw LOG.damaged("an edit is judged that was not written");
        return { ...written, outcome: { correct, total, reward, loss, seconds } };
      });
      return { ...next, lastFinished: { round, set, context, edit } };
    }
    case "contextKept":
      return withContext(state, { ...body, set: "training" }, (context) => ({
        ...context,
        choice: body.choice,
      }));
    case "writerStep": {
      const { round, step, steps, loss, learningRate, gradNorm } = body;
      return withRound(state, round, (before) => ({
        ...before,
        writer: {
          ...before.writer,
          steps,
          points: [...before.writer.points, { step, loss, learningRate, gradNorm }],
        },
      }));
    }
    case "writerMerged": {
      const { round, examples, steps, tokens, finalLoss, seconds } = body;
      return withRound(state, round, (before) => ({
        ...before,
        writer: { ...before.writer, merged: { examples, steps, tokens, finalLoss, seconds } },
      }));
    }
    case "heldOutScored": {
      const { tally, habits } = body;
      return withRound(state, body.round, (before) => ({ ...before, score: { tally, habits } }));
    }
    case "roundFinished":
      return withRound(state, body.round, (before) => ({ ...before, selection: body.selection }));
    case "outerPaused":
      return { ...state, status: "paused" };
    case "outerResumed": {
      const { failure: _failure, ...rest } = state;
      return { ...rest, status: "running" };
    }
    case "outerFinished":
      return { ...state, status: "finished" };
    case "outerCancelled":
      return { ...state, status: "cancelled" };
    case "outerFailed":
      return { ...state, status: "failed", failure: body.failure };
  }
}

function withRound(state: OuterState, round: number, change: (round: OuterRound) => OuterRound): OuterState {
  const before = state.rounds[round];
  if (before === undefined) throw LOG.damaged(`round ${round} has not begun`);
  return { ...state, rounds: state.rounds.with(round, change(before)) };
}

function withContext(
  state: OuterState,
  { round, set, context }: { round: number; set: "training" | "held-out"; context: number },
  change: (context: OuterContext) => OuterContext,
): OuterState {
  const key = set === "training" ? "training" : "heldOut";
  return withRound(state, round, (before) => {
    const contexts = before[key];
    const known = contexts.findIndex((one) => one.context === context);
    const next =
      known < 0
        ? [...contexts, change({ context, edits: [] })]
        : contexts.with(known, change(contexts[known]!));
    return { ...before, [key]: next };
  });
}

function withEdit(
  state: OuterState,
  body: Body<"editWritten"> | Body<"editRewarded">,
  change: (edit: OuterEdit | undefined) => OuterEdit,
): OuterState {
  return withContext(state, body, (context) => {
    const { edits } = context;
    if (body.edit > edits.length) throw LOG.damaged(`edit ${body.edit} comes before edit ${edits.length}`);
    const next = change(edits[body.edit]);
    return { ...context, edits: body.edit < edits.length ? edits.with(body.edit, next) : [...edits, next] };
  });
}
