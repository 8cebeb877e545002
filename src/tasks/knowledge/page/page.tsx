import { lazy } from "react";
import { PieceList } from "../../../ui/primitives/pieces/PieceList.tsx";
import type { TaskPage } from "../../page/taskPage.ts";
import { type PassageDraft, passageDraft, passageLink } from "./draft.ts";
import { EditView } from "./edit/EditView.tsx";
import { PassageEditor } from "./passage/PassageEditor.tsx";
import { passageText } from "./text.ts";

const AnswerView = lazy(() => import("./AnswerView.tsx"));
const HabitsView = lazy(() => import("./HabitsView.tsx"));
const PassageView = lazy(() => import("./passage/PassageView.tsx"));

/** Passages: read, noted down, and asked about closed book. */
export const passagePage: TaskPage<PassageDraft> = {
  text: passageText,
  draft: passageDraft,
  link: passageLink,
  ContextView: PassageEditor,
  RunContextView: (props) => <PassageView {...props} />,
  EditView,
  AnswerView: (props) => <AnswerView {...props} />,
  HabitsView: (props) => <HabitsView {...props} />,
  PiecesView: PieceList,
};
