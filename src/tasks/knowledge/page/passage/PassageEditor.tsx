import { ListPlus } from "lucide-react";
import { lazy, useState } from "react";
import { Button } from "../../../../ui/primitives/Button.tsx";
import { droppedFiles } from "../../../../ui/primitives/droppedFiles.ts";
import { FieldMessage } from "../../../../ui/primitives/FieldMessage.tsx";
import { plural } from "../../../../ui/primitives/format.ts";
import { Part } from "../../../../ui/primitives/Part.tsx";
import { type ContextViewProps, issueAt } from "../../../page/taskPage.ts";
import type { PassageDraft } from "../draft.ts";
import { type DraftPassage, withQuestion } from "../draftPassage.ts";
import { MarkedText } from "../world/MarkedText.tsx";
import { ModelLine } from "../world/ModelLine.tsx";
import { UnreadableNote } from "../world/UnreadableNote.tsx";
import { useWorldReader } from "../world/useWorld.ts";
import { openedPassage } from "./openedPassage.ts";
import styles from "./PassageEditor.module.css";
import { PassageSource } from "./PassageSource.tsx";
import { QuestionEditor } from "./QuestionEditor.tsx";
import { PassageContext } from "./usePassage.ts";

const WorldControls = lazy(() => import("../world/WorldControls.tsx"));

/** The passage and its questions, edited where they stand. */
export function PassageEditor(props: ContextViewProps<PassageDraft>) {
  const { draft, issues, models, onChange, onReplace, say } = props;
  const { passage } = draft;
  const [problem, setProblem] = useState<string>();
  const importFiles = async (files: readonly File[]) => {
    // Only those who have a file need what reads it.
    const { importPassages } = await import("../importPassages.ts");
    const read = await importPassages(files);
    setProblem(read.ok ? undefined : read.problem);
    if (!read.ok) return;
    const { from, passages, remarks } = read;
    const [first] = passages;
    onChange((now) => ({ ...now, imported: { fileName: from, passages } }));
    if (first) onReplace(...openedPassage(first));
    const said = `${plural(passages.length, "passage")} read from “${from}”; choose one above the passage.`;
    say(remarks.length > 0 ? "warning" : "info", [said, ...remarks].join(" "));
  };
  const change = (how: (passage: DraftPassage) => DraftPassage) =>
    onChange((now) => ({ ...now, passage: how(now.passage) }));
  const marks = useWorldReader(models)?.unreadableSentences(passage.text) ?? [];
  const titleIssue = issueAt(issues, "title");
  const textIssue = issueAt(issues, "text");
  return (
    <PassageContext value={props}>
      <section
        className={styles.editor}
        aria-label="Passage and questions"
        onDrop={(event) => {
          event.preventDefault();
          void droppedFiles(event.dataTransfer).then(importFiles);
        }}
      >
        <ModelLine />
        <PassageSource onFiles={(files) => void importFiles(files)} problem={problem} />
        {models.own && (
          <Part>
            <WorldControls />
          </Part>
        )}
        <div>
          {/* Of one line, which wraps where the column is narrow. */}
          <textarea
            className={styles.title}
            aria-label="Title of the passage"
            aria-invalid={titleIssue?.missing === false}
            aria-describedby={titleIssue && "issue-title"}
            placeholder="Title"
            rows={Math.max(1, Math.ceil(passage.title.length / 28))}
            value={passage.title}
            onChange={(event) => change((now) => ({ ...now, title: oneLine(event.target.value) }))}
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
              onChange={(event) => change((now) => ({ ...now, text: event.target.value }))}
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
              <QuestionEditor key={question.id} question={question} index={index} />
            ))}
          </ol>
          <FieldMessage id="issue-questions" issue={issueAt(issues, "questions")} />
          <Button look="quiet" icon={<ListPlus aria-hidden />} onClick={() => change(withQuestion)}>
            Add a question
          </Button>
        </div>
      </section>
    </PassageContext>
  );
}

/** What is typed or pasted into a title. */
function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ");
}
