import type { Growth } from "../growth.ts";
import { damaged } from "../reduceRun.ts";
import type { RunKind } from "../runKind.ts";
import { type StreamBody, streamBodySchema, streamSetupSchema } from "./events.ts";
import type { StreamRun, StreamStep } from "./state.ts";
import { type StreamSummary, streamSummarySchema, summariseStream } from "./summary.ts";

/** A stream of edits: passages are learned one after the other, and each is kept. */
export const streamKind: RunKind<StreamBody, StreamRun, StreamSummary> = {
  id: "stream",
  noun: "stream",
  version: 2,
  bodySchema: streamBodySchema,
  setupSchema: streamSetupSchema,
  summarySchema: streamSummarySchema,
  begin: (run, { type: _type, ...started }) => ({
    ...run,
    ...started,
    restoring: false,
    untouched: [],
    steps: [],
  }),
  apply: (state, body, growth) => ({
    ...applyToSteps(state, body, growth),
    restoring: isRestoring(state, body),
  }),
  isProgress: () => false,
  sectionOf: (body) => (body.type === "stepStarted" ? `step ${body.step + 1}` : null),
  summarise: summariseStream,
};

/** A pause leaves it as it is; the first thing that is done anew ends it. */
function isRestoring({ restoring }: StreamRun, { type }: StreamBody): boolean {
  return type === "resumed" || (restoring && (type === "paused" || type === "continued"));
}

function applyToSteps(state: StreamRun, body: StreamBody, growth: Growth): StreamRun {
  switch (body.type) {
    case "untouchedAsked": {
      const { passage, correct, total } = body;
      if (passage !== state.untouched.length) throw damaged(streamKind, `passage ${passage} is out of turn`);
      return { ...state, untouched: growth.append(state.untouched, { correct, total, routed: null }) };
    }
    case "stepStarted":
      if (body.step !== state.steps.length) throw damaged(streamKind, `step ${body.step} is out of turn`);
      return { ...state, steps: growth.append(state.steps, { cells: [] }) };
    case "editChosen": {
      const { type: _type, step, ...edit } = body;
      return withStep(growth, state, step, (before) => ({ ...before, edit }));
    }
    case "editTrained": {
      const { type: _type, step, ...training } = body;
      return withStep(growth, state, step, (before) => ({ ...before, training }));
    }
    case "editApplied": {
      const { type: _type, step, ...applied } = body;
      return withStep(growth, state, step, (before) => ({ ...before, applied }));
    }
    case "passageAsked": {
      const { step, passage, correct, total, routed } = body;
      return withStep(growth, state, step, (before) => {
        if (passage !== before.cells.length)
          throw damaged(streamKind, `passage ${passage} of step ${step} is out of turn`);
        return { ...before, cells: growth.append(before.cells, { correct, total, routed }) };
      });
    }
    case "stepScored": {
      const { justLearned, allLearned, untouched } = body;
      return withStep(growth, state, body.step, (before) => ({
        ...before,
        score: { justLearned, allLearned, untouched },
      }));
    }
    default:
      return state;
  }
}

function withStep(
  growth: Growth,
  state: StreamRun,
  step: number,
  change: (step: StreamStep) => StreamStep,
): StreamRun {
  const before = state.steps[step];
  if (before === undefined) throw damaged(streamKind, `step ${step} has not begun`);
  return { ...state, steps: growth.replace(state.steps, step, change(before)) };
}
