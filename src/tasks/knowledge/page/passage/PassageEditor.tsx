import { ListPlus } from "lucide-react";
import { lazy, useState } from "react";
import { checkDraft, issueFor } from "../../../../app/draftCheck.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { embeddedModel } from "../../../../app/playgroundState.ts";
import { droppedFiles } from "../../../../ui/models/droppedFiles.ts";
import { Button } from "../../../../ui/primitives/Button.tsx";
import { FieldMessage } from "../../../../ui/primitives/FieldMessage.tsx";
import { Part } from "../../../../ui/primitives/Part.tsx";
import { MarkedText } from "../world/MarkedText.tsx";
import { ModelLine } from "../world/ModelLine.tsx";
import { UnreadableNote } from "../world/UnreadableNote.tsx";
import { useWorldReader } from "../world/useWorld.ts";
import styles from "./PassageEditor.module.css";
import { PassageSource } from "./PassageSource.tsx";
import { QuestionEditor } from "./QuestionEditor.tsx";

const WorldControls = lazy(() => import("../world/WorldControls.tsx"));

/** The passage and its questions, edited where they stand. */
export function PassageEditor() {
  const passage = usePlaygroundState((state) => state.draft.passage);
  const draftState = usePlaygroundState((state) => state.draft);
  const { draft } = usePlayground();
  const [problem, setProblem] = useState<string>();
  const importFiles = (files: readonly File[]) => {
    void draft.importFiles(files).then(setProblem);
  };
  const hasWorld = usePlaygroundState((state) => embeddedModel(state) !== undefined);
  const marks = useWorldReader()?.unreadableSentences(passage.text) ?? [];
  const issues = checkDraft(draftState);
  const titleIssue = issueFor(issues, "title");
  const textIssue = issueFor(issues, "text");
  return (
    <section
      className={styles.editor}
      aria-label="Passage and questions"
      onDrop={(event) => {
        event.preventDefault();
        void droppedFiles(event.dataTransfer).then(importFiles);
      }}
    >
      <ModelLine />
      <PassageSource onFiles={importFiles} problem={problem} />
      {hasWorld && (
        <Part>
          <WorldControls />
        </Part>
      )}
      <div>
        <input
          className={styles.title}
          aria-label="Title of the passage"
          aria-invalid={titleIssue?.missing === false}
          aria-describedby={titleIssue && "issue-title"}
          placeholder="Title"
          value={passage.title}
          onChange={(event) => draft.changePassage({ title: event.target.value })}
        />
        <FieldMessage id="issue-title" issue={titleIssue} />
        <div className={styles.marked}>
          {marks.length > 0 && <MarkedText text={passage.text} marks={marks} />}
          <textarea
            className={styles.text}
            aria-label="Text of the passage"
            aria-invalid={textIssue?.missing === false}
            aria-describedby={textIssue ? "issue-text" : marks.length > 0 ? "unreadable-text" : undefined}
            placeholder="Paste a text that the model cannot know."
            rows={Math.min(16, Math.max(5, Math.ceil(passage.text.length / 62)))}
            value={passage.text}
            onChange={(event) => draft.changePassage({ text: event.target.value })}
          />
        </div>
        <FieldMessage id="issue-text" issue={textIssue} />
        <UnreadableNote id="unreadable-text" text={passage.text} marks={marks} />
      </div>
      <div>
        <h3 className={styles.heading}>
          Questions <span>asked without the passage</span>
        </h3>
        <ol className={styles.questions} aria-label="Questions">
          {passage.questions.map((question, index) => (
            <QuestionEditor key={question.id} question={question} index={index} issues={issues} />
          ))}
        </ol>
        <FieldMessage id="issue-questions" issue={issueFor(issues, "questions")} />
        <Button look="quiet" icon={<ListPlus aria-hidden />} onClick={draft.addQuestion}>
          Add a question
        </Button>
      </div>
    </section>
  );
}
