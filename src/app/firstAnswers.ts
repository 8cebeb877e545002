import type { AnswerState, EditRun } from "../runs/edit/state.ts";
import { type DraftPassage, isStarted } from "./draft.ts";
import type { PlaygroundState } from "./playgroundState.ts";
import { runPassage } from "./runPassage.ts";
import { liveRun } from "./runs/runsState.ts";

/** What the untouched model answered, in a run or before any, where it was asked just the questions of the draft. */
export function firstAnswers(state: PlaygroundState): AnswerState | undefined {
  const { preview, draft } = state;
  const asked = [liveRun(state, "edit", "knowledge"), preview].find(
    (run) => run !== null && asksTheSame(run, draft.passage),
  );
  return asked?.answers.untouched;
}

function asksTheSame(run: EditRun, passage: DraftPassage): boolean {
  const questions = passage.questions.filter(isStarted);
  const asked = runPassage(run)?.questions ?? [];
  return (
    asked.length === questions.length &&
    asked.every(({ question }, index) => question === questions[index]?.question.trim())
  );
}
