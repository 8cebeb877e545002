import { usePuzzleState, usePuzzles } from "../../../app/puzzles/usePuzzles.ts";
import type { EditRun } from "../../../runs/edit/state.ts";
import { FieldMessage } from "../../../ui/primitives/FieldMessage.tsx";
import styles from "./EditView.module.css";
import { editFault } from "./puzzleEdit.ts";

/** The configuration as the model wrote it; while the run waits here, it can be changed. */
export function EditView({ run }: { run: EditRun }) {
  const edit = run.edits[0];
  const [piece] = edit?.pieces ?? [];
  if (!edit) return null;
  if (!piece) return <p className={styles.tokens}>{edit.text}</p>;
  const isEditable = run.status === "paused" && run.station === "write";
  return (
    <div className={styles.edit}>
      {isEditable ? <Editor text={piece.text} /> : <pre className={styles.json}>{piece.text}</pre>}
      {!piece.kept && !isEditable && (
        <FieldMessage
          id="issue-written"
          issue={{ message: piece.note ?? "This edit is invalid: nothing is trained.", missing: false }}
        />
      )}
      {edit.author === "user" && <p className={styles.note}>You changed this self-edit.</p>}
      <details className={styles.source}>
        <summary>The tokens it wrote, one for each choice</summary>
        <p className={styles.tokens}>{edit.text}</p>
      </details>
    </div>
  );
}

function Editor({ text }: { text: string }) {
  const { changeEdit } = usePuzzles();
  const changed = usePuzzleState((state) => state.changedEdit) ?? text;
  const fault = editFault(changed);
  return (
    <>
      <textarea
        className={styles.field}
        aria-label="Self-edit as JSON"
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : "issue-edit"}
        rows={changed.split("\n").length + 1}
        spellCheck={false}
        value={changed}
        onChange={(event) => changeEdit(event.target.value)}
      />
      <FieldMessage
        id="issue-edit"
        issue={fault === null ? undefined : { message: `${fault} Nothing would be trained.`, missing: false }}
      />
    </>
  );
}
