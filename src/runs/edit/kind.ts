import type { Growth } from "../growth.ts";
import { damaged } from "../reduceRun.ts";
import type { RunKind } from "../runKind.ts";
import { type EditBody, editBodySchema, editSetupSchema } from "./events.ts";
import {
  type AnswerState,
  type EditRun,
  type EditState,
  type Row,
  rowOf,
  type TrainingState,
} from "./state.ts";
import { type EditSummary, editSummarySchema, summariseEdit } from "./summary.ts";

const PROGRESS: readonly EditBody["type"][] = ["answerText", "editText", "outcome", "trainingStep"];

/** All of them are on screen. */
const MOST_WARNINGS = 50;

/** One inner loop: a context is read, an edit is written and trained on, and all is asked again. */
export const editKind: RunKind<EditBody, EditRun, EditSummary> = {
  id: "edit",
  noun: "run",
  version: 2,
  bodySchema: editBodySchema,
  setupSchema: editSetupSchema,
  summarySchema: editSummarySchema,
  begin: (run, { type: _type, ...started }) => ({
    ...run,
    ...started,
    station: null,
    visited: [],
    edits: [],
    trainings: {},
    answers: {},
    activity: null,
    warnings: [],
  }),
  apply,
  isProgress: (type) => PROGRESS.includes(type),
  sectionOf: (body) => (body.type === "stationEntered" ? body.station : null),
  summarise: summariseEdit,
};

function apply(state: EditRun, body: EditBody, growth: Growth): EditRun {
  switch (body.type) {
    case "stationEntered":
      return {
        ...state,
        station: body.station,
        visited: state.visited.includes(body.station) ? state.visited : [...state.visited, body.station],
        activity: null,
      };
    case "answering": {
      const fresh: AnswerState = { total: body.total, partial: {}, outcomes: {} };
      const row = rowOf(body.condition, body.edit);
      return { ...withAnswers(growth, state, row, () => fresh), activity: { kind: "answering", row } };
    }
    case "answerText":
      return withAnswers(growth, state, rowOf(body.condition, body.edit), (answers) => ({
        ...answers,
        partial: growth.put(answers.partial, body.item, (answers.partial[body.item] ?? "") + body.text),
      }));
    case "outcome": {
      const { outcome } = body;
      return withAnswers(growth, state, rowOf(outcome.condition, body.edit), (answers) => ({
        ...answers,
        partial: growth.remove(answers.partial, outcome.item),
        outcomes: growth.put(answers.outcomes, outcome.item, outcome),
      }));
    }
    case "conditionScored": {
      const row = rowOf(body.result.condition, body.edit);
      return {
        ...withAnswers(growth, state, row, (answers) => ({ ...answers, result: body.result })),
        activity: null,
      };
    }
    case "editStarted":
      return {
        ...withEdit(growth, state, body.edit, () => ({ prompt: body.prompt, text: "", author: "model" })),
        activity: { kind: "writing" },
      };
    case "editText":
      return withEdit(growth, state, body.edit, (edit) => ({ ...edit, text: edit.text + body.text }));
    case "editParsed":
      return {
        ...withEdit(growth, state, body.edit, (edit) => ({
          ...edit,
          pieces: body.pieces,
          author: body.author,
        })),
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
        ...withTraining(growth, state, row, () => ({ ...fresh, secondsLeft: null })),
        activity: { kind: "training", row },
      };
    }
    case "trainingStep": {
      const { step, steps, loss, learningRate, gradNorm, tokensPerSecond, secondsLeft } = body;
      return withTraining(growth, state, rowOf(body.condition, body.edit), (training) => ({
        ...training,
        steps,
        step,
        tokensPerSecond,
        secondsLeft,
        points: growth.append(training.points, { step, loss, learningRate, gradNorm }),
      }));
    }
    case "trainingFinished": {
      const { steps, tokens, finalLoss, seconds } = body;
      return {
        ...withTraining(growth, state, rowOf(body.condition, body.edit), (training) => ({
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
    case "examplesScored":
      return { ...state, examples: body.examples };
    case "rewarded":
      return { ...state, reward: { reward: body.reward, gain: body.gain } };
    case "warning": {
      const { warnings } = state;
      const isNews = warnings.length < MOST_WARNINGS && !warnings.includes(body.message);
      return isNews ? { ...state, warnings: growth.append(warnings, body.message) } : state;
    }
    case "started":
      return state;
    default:
      // Whatever it was at is over, or waits.
      return { ...state, activity: null };
  }
}

const NO_ANSWERS: AnswerState = { total: 0, partial: {}, outcomes: {} };

function withAnswers(
  growth: Growth,
  state: EditRun,
  row: Row,
  change: (answers: AnswerState) => AnswerState,
): EditRun {
  const answers = change(state.answers[row] ?? NO_ANSWERS);
  return { ...state, answers: growth.put(state.answers, row, answers) };
}

function withTraining(
  growth: Growth,
  state: EditRun,
  row: Row,
  change: (training: TrainingState) => TrainingState,
): EditRun {
  const known = state.trainings[row];
  const blank = { steps: 0, examples: 0, adapterParameters: 0, points: [], step: 0, tokensPerSecond: 0 };
  const training = change(known ?? { ...blank, secondsLeft: null });
  return { ...state, trainings: growth.put(state.trainings, row, training) };
}

function withEdit(
  growth: Growth,
  state: EditRun,
  index: number,
  change: (edit: EditState) => EditState,
): EditRun {
  if (index > state.edits.length)
    throw damaged(editKind, `self-edit ${index} comes before self-edit ${state.edits.length}`);
  const edit = change(state.edits[index] ?? { prompt: "", text: "", author: "model" });
  const { edits } = state;
  return {
    ...state,
    edits: index < edits.length ? growth.replace(edits, index, edit) : growth.append(edits, edit),
  };
}
