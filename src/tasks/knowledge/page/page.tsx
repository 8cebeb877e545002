import { lazy } from "react";
import type { TaskPage } from "../../page/taskPage.ts";
import { type PassageDraft, passageDraft, passageLink } from "./draft.ts";
import { PassageEditor } from "./passage/PassageEditor.tsx";
import { passageText } from "./text.ts";

const AnswerView = lazy(() => import("./AnswerView.tsx"));
const EditView = lazy(() => import("./edit/EditView.tsx"));
const HabitsView = lazy(() => import("./HabitsView.tsx"));
const PieceList = lazy(async () => {
  const { PieceList } = await import("../../../ui/primitives/pieces/PieceList.tsx");
  return { default: PieceList };
});
const PassageView = lazy(() => import("./passage/PassageView.tsx"));

/** Passages: read, noted down, and asked about closed book. */
export const passagePage: TaskPage<PassageDraft> = {
  text: passageText,
  draft: passageDraft,
  link: passageLink,
  notebooks: {
    edit: async (run, origin) => (await import("./notebook/saved.ts")).savedEdit(run, origin),
    rounds: async (run, origin) => (await import("./notebook/saved.ts")).savedRounds(run, origin),
  },
  ContextView: PassageEditor,
  RunContextView: (props) => <PassageView {...props} />,
  EditView: (props) => <EditView {...props} />,
  AnswerView: (props) => <AnswerView {...props} />,
  HabitsView: (props) => <HabitsView {...props} />,
  PiecesView: (props) => <PieceList {...props} />,
};
