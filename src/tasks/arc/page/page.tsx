import type { TaskPage } from "../../page/taskPage.ts";
import { PuzzleView, RunPuzzleView } from "./context/PuzzleView.tsx";
import type { PuzzleDraft } from "./draft.ts";
import { ContextPreview } from "./grids/ContextPreview.tsx";
import { HabitsView } from "./HabitsView.tsx";
import { answeredPuzzle } from "./reading.ts";
import { puzzleDraft, puzzleLink } from "./rules.ts";
import { Gallery } from "./source/Gallery.tsx";
import { submissionJson } from "./source/puzzleExport.ts";
import { SourceLine } from "./source/SourceLine.tsx";
import { puzzleSets } from "./source/sets.ts";
import { AnswerView } from "./stations/AnswerView.tsx";
import { EditView } from "./stations/EditView.tsx";
import { PiecesView } from "./stations/PiecesView.tsx";
import { RewardView } from "./stations/RewardView.tsx";
import { TrainingView } from "./stations/TrainingView.tsx";
import { puzzleText } from "./text.ts";

/** Puzzles: a rule shown by grids, and a configuration by which the model trains on them. */
export const puzzlePage: TaskPage<PuzzleDraft> = {
  text: puzzleText,
  draft: puzzleDraft,
  link: puzzleLink,
  notebooks: { edit: async (run, origin) => (await import("./notebook/saved.ts")).savedEdit(run, origin) },
  sets: puzzleSets,
  submission: (answered) => submissionJson(answered.flatMap(answeredPuzzle)),
  SourceView: (props) => (
    <>
      <Gallery {...props} />
      <SourceLine {...props} />
    </>
  ),
  ContextView: PuzzleView,
  RunContextView: RunPuzzleView,
  EditView,
  TrainingView,
  AnswerView,
  RewardView,
  HabitsView,
  ContextPreview,
  PiecesView,
};
