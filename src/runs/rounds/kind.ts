import type { Growth } from "../growth.ts";
import { damaged } from "../reduceRun.ts";
import type { RunKind } from "../runKind.ts";
import { type RoundsBody, roundsBodySchema, roundsSetupSchema } from "./events.ts";
import type { Round, RoundContext, RoundEdit, RoundsRun } from "./state.ts";
import { type RoundsSummary, roundsSummarySchema, summariseRounds } from "./summary.ts";

type Body<Type extends RoundsBody["type"]> = Extract<RoundsBody, { type: Type }>;

/** Rounds of the outer loop, in which the model learns to write edits. */
export const roundsKind: RunKind<RoundsBody, RoundsRun, RoundsSummary> = {
  id: "rounds",
  noun: "run of rounds",
  version: 2,
  bodySchema: roundsBodySchema,
  setupSchema: roundsSetupSchema,
  summarySchema: roundsSummarySchema,
  begin: (run, { type: _type, ...started }) => ({ ...run, ...started, rounds: [], lastFinished: null }),
  apply,
  // A closed tab goes on after its last finished edit.
  isProgress: (type) => type === "editWritten" || type === "writerStep",
  sectionOf(body) {
    if (body.type !== "roundStarted") return null;
    return body.round === 0 ? "untaught writer" : `round ${body.round}`;
  },
  summarise: summariseRounds,
};

function apply(state: RoundsRun, body: RoundsBody, growth: Growth): RoundsRun {
  switch (body.type) {
    case "roundStarted": {
      if (body.round !== state.rounds.length) throw damaged(roundsKind, `round ${body.round} is out of turn`);
      const fresh: Round = {
        round: body.round,
        training: [],
        heldOut: [],
        writer: { steps: 0, points: [] },
      };
      return { ...state, rounds: growth.append(state.rounds, fresh) };
    }
    case "editWritten": {
      const { samples, pieces } = body;
      return withEdit(growth, state, body, () => ({ samples, pieces }));
    }
    case "editRewarded": {
      const { round, set, context, edit, correct, total, reward, loss, likelihood, seconds } = body;
      const next = withEdit(growth, state, body, (written) => {
        if (written === undefined) throw damaged(roundsKind, "an edit is judged that was not written");
        return { ...written, outcome: { correct, total, reward, loss, likelihood, seconds } };
      });
      return { ...next, lastFinished: { round, set, context, edit } };
    }
    case "contextKept":
      return withContext(growth, state, { ...body, set: "training" }, (context) => ({
        ...context,
        choice: body.choice,
      }));
    case "writerStep": {
      const { round, step, steps, loss, learningRate, gradNorm } = body;
      return withRound(growth, state, round, (before) => ({
        ...before,
        writer: {
          ...before.writer,
          steps,
          points: growth.append(before.writer.points, { step, loss, learningRate, gradNorm }),
        },
      }));
    }
    case "writerMerged": {
      const { round, examples, steps, tokens, finalLoss, seconds } = body;
      return withRound(growth, state, round, (before) => ({
        ...before,
        writer: { ...before.writer, merged: { examples, steps, tokens, finalLoss, seconds } },
      }));
    }
    case "heldOutScored": {
      const { tally, habits } = body;
      return withRound(growth, state, body.round, (before) => ({ ...before, score: { tally, habits } }));
    }
    case "roundFinished":
      return withRound(growth, state, body.round, (before) => ({ ...before, selection: body.selection }));
    default:
      return state;
  }
}

function withRound(
  growth: Growth,
  state: RoundsRun,
  round: number,
  change: (round: Round) => Round,
): RoundsRun {
  const before = state.rounds[round];
  if (before === undefined) throw damaged(roundsKind, `round ${round} has not begun`);
  return { ...state, rounds: growth.replace(state.rounds, round, change(before)) };
}

function withContext(
  growth: Growth,
  state: RoundsRun,
  { round, set, context }: { round: number; set: "training" | "held-out"; context: number },
  change: (context: RoundContext) => RoundContext,
): RoundsRun {
  const key = set === "training" ? "training" : "heldOut";
  return withRound(growth, state, round, (before) => {
    const contexts = before[key];
    const known = contexts.findLastIndex((one) => one.context === context);
    const next =
      known < 0
        ? growth.append(contexts, change({ context, edits: [] }))
        : growth.replace(contexts, known, change(contexts[known]!));
    return { ...before, [key]: next };
  });
}

function withEdit(
  growth: Growth,
  state: RoundsRun,
  body: Body<"editWritten"> | Body<"editRewarded">,
  change: (edit: RoundEdit | undefined) => RoundEdit,
): RoundsRun {
  return withContext(growth, state, body, (context) => {
    const { edits } = context;
    if (body.edit > edits.length)
      throw damaged(roundsKind, `edit ${body.edit} comes before edit ${edits.length}`);
    const next = change(edits[body.edit]);
    return {
      ...context,
      edits: body.edit < edits.length ? growth.replace(edits, body.edit, next) : growth.append(edits, next),
    };
  });
}
