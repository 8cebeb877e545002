import { PROTOCOL_VERSION, type RunEvent, type RunEventBody } from "../protocol/events.ts";
import { logRules } from "./logRules.ts";
import { type Row, rowOf } from "./rows.ts";
import type { AnswerState, EditState, RunState, TrainingState } from "./runState.ts";
import type { RunStatus } from "./runStatus.ts";

/** Of the log of one run. */
export const RUN_LOG = logRules({ noun: "run", version: PROTOCOL_VERSION, again: "Export the run again" });

type Started = Extract<RunEventBody, { type: "runStarted" }>;

/**
 * The one place where events become what is on screen: live, recorded, shared and reloaded runs all pass
 * through here, so they cannot differ. Pure; throws a `PlaygroundError` of kind "bad-input" where the
 * log has a gap, belongs to another run, or is of another version.
 */
export function reduceRun(state: RunState | null, event: RunEvent): RunState {
  RUN_LOG.checkVersion(event.version);
  if (state === null) {
    if (event.sequence !== 0 || event.body.type !== "runStarted") throw RUN_LOG.misbegun(event);
    return begin(event, event.body);
  }
  RUN_LOG.checkNext(state, event, false);
  return { ...apply(state, event.body), sequence: event.sequence, elapsedMs: event.atMs };
}

function begin(event: RunEvent, body: Started): RunState {
  return {
    runId: event.runId,
    sequence: 0,
    elapsedMs: event.atMs,
    status: "running",
    task: body.task,
    model: body.model,
    context: body.context,
    settings: body.settings,
    stepByStep: body.stepByStep,
    startedAt: body.startedAt,
    station: null,
    visited: [],
    edits: [],
    trainings: {},
    answers: {},
    activity: null,
    warnings: [],
  };
}

function apply(state: RunState, body: RunEventBody): RunState {
  switch (body.type) {
    case "runStarted":
      throw RUN_LOG.damaged("it starts twice");
    case "stationEntered":
      return {
        ...state,
        station: body.station,
        visited: state.visited.includes(body.station) ? state.visited : [...state.visited, body.station],
        activity: null,
      };
    case "paused":
      return { ...state, status: "paused", station: body.station, activity: null };
    case "resumed":
      return { ...state, status: "running", station: body.station };
    case "answering": {
      const fresh: AnswerState = { total: body.total, partial: {}, outcomes: {} };
      const row = rowOf(body.condition, body.edit);
      return { ...withAnswers(state, row, () => fresh), activity: { kind: "answering", row } };
    }
    case "answerText":
      return withAnswers(state, rowOf(body.condition, body.edit), (answers) => ({
        ...answers,
        partial: { ...answers.partial, [body.item]: (answers.partial[body.item] ?? "") + body.text },
      }));
    case "outcome": {
      const { outcome } = body;
      return withAnswers(state, rowOf(outcome.condition, body.edit), (answers) => {
        const { [outcome.item]: _decoded, ...partial } = answers.partial;
        return { ...answers, partial, outcomes: { ...answers.outcomes, [outcome.item]: outcome } };
      });
    }
    case "conditionScored": {
      const row = rowOf(body.result.condition, body.edit);
      return {
        ...withAnswers(state, row, (answers) => ({ ...answers, result: body.result })),
        activity: null,
      };
    }
    case "editStarted":
      return {
        ...withEdit(state, body.edit, () => ({ prompt: body.prompt, text: "", author: "model" })),
        activity: { kind: "writing" },
      };
    case "editText":
      return withEdit(state, body.edit, (edit) => ({ ...edit, text: edit.text + body.text }));
    case "editParsed":
      return {
        ...withEdit(state, body.edit, (edit) => ({ ...edit, pieces: body.pieces, author: body.author })),
        activity: null,
      };
    case "editsRehearsed":
      return { ...state, rehearsed: { edits: body.edits, best: body.best } };
    case "trainingStarted": {
      const { steps, examples, adapterParameters, material } = body;
      const about = { steps, examples, adapterParameters, ...(material === undefined ? {} : { material }) };
      const fresh = { ...about, points: [], step: 0, tokensPerSecond: 0 };
      const row = rowOf(body.condition, body.edit);
      return {
        ...withTraining(state, row, () => ({ ...fresh, secondsLeft: null })),
        activity: { kind: "training", row },
      };
    }
    case "trainingStep": {
      const { step, steps, loss, learningRate, gradNorm, tokensPerSecond, secondsLeft } = body;
      return withTraining(state, rowOf(body.condition, body.edit), (training) => ({
        ...training,
        steps,
        step,
        tokensPerSecond,
        secondsLeft,
        points: [...training.points, { step, loss, learningRate, gradNorm }],
      }));
    }
    case "trainingFinished": {
      const { steps, tokens, finalLoss, seconds } = body;
      return {
        ...withTraining(state, rowOf(body.condition, body.edit), (training) => ({
          ...training,
          steps,
          step: steps,
          secondsLeft: 0,
          tokensPerSecond: seconds > 0 ? tokens / seconds : training.tokensPerSecond,
          finished: { tokens, finalLoss, seconds },
        })),
        activity: null,
      };
    }
    case "rewarded":
      return { ...state, reward: { reward: body.reward, gain: body.gain } };
    case "warning":
      return { ...state, warnings: [...state.warnings, body.message] };
    case "runFinished":
      return end(state, "finished");
    case "runCancelled":
      return end(state, "cancelled");
    case "runFailed":
      return { ...end(state, "failed"), failure: body.failure };
  }
}

function end(state: RunState, status: RunStatus): RunState {
  return { ...state, status, activity: null };
}

const NO_ANSWERS: AnswerState = { total: 0, partial: {}, outcomes: {} };

function withAnswers(state: RunState, row: Row, change: (answers: AnswerState) => AnswerState): RunState {
  const answers = change(state.answers[row] ?? NO_ANSWERS);
  return { ...state, answers: { ...state.answers, [row]: answers } };
}

function withTraining(
  state: RunState,
  row: Row,
  change: (training: TrainingState) => TrainingState,
): RunState {
  const known = state.trainings[row];
  const blank = { steps: 0, examples: 0, adapterParameters: 0, points: [], step: 0, tokensPerSecond: 0 };
  const training = change(known ?? { ...blank, secondsLeft: null });
  return { ...state, trainings: { ...state.trainings, [row]: training } };
}

function withEdit(state: RunState, index: number, change: (edit: EditState) => EditState): RunState {
  if (index > state.edits.length)
    throw RUN_LOG.damaged(`self-edit ${index} comes before self-edit ${state.edits.length}`);
  const edit = change(state.edits[index] ?? { prompt: "", text: "", author: "model" });
  const edits = [...state.edits];
  edits[index] = edit;
  return { ...state, edits };
}
