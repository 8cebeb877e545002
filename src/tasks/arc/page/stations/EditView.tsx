import type { Piece } from "../../../../protocol/run.ts";
import { FieldMessage } from "../../../../ui/primitives/FieldMessage.tsx";
import type { EditViewProps } from "../../../page/taskPage.ts";
import { editFault } from "../../selfEdit.ts";
import styles from "./EditView.module.css";

/** The configuration as the model wrote it; while the run waits here, it can be changed. */
export function EditView({ edit, pieces, onChange }: EditViewProps) {
  const [piece] = pieces ?? [];
  if (!piece) return <p className={styles.tokens}>{edit.text}</p>;
  return (
    <div className={styles.edit}>
      {onChange ? (
        <Editor text={piece.text} onChange={(text) => onChange([edited(text)])} />
      ) : (
        <pre className={styles.json}>{piece.text}</pre>
      )}
      {!piece.kept && !onChange && (
        <FieldMessage
          id="issue-written"
          issue={{ message: piece.note ?? "This edit is invalid: nothing is trained.", missing: false }}
        />
      )}
      <details className={styles.source}>
        <summary>
          {isTokens(edit.text) ? "The tokens it wrote, one for each choice" : "What it wrote"}
        </summary>
        <p className={styles.tokens}>{edit.text}</p>
      </details>
    </div>
  );
}

/** A grid model's choices are tokens; a language model writes JSON, as well as it can. */
function isTokens(text: string): boolean {
  return text.trimStart().startsWith("<");
}

/** Whoever edits it wants it trained by; the engine judges it again. */
function edited(text: string): Piece {
  return { id: "edit", kept: true, text };
}

function Editor({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const fault = editFault(text);
  return (
    <>
      <textarea
        className={styles.field}
        aria-label="Self-edit as JSON"
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : "issue-edit"}
        rows={text.split("\n").length + 1}
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <FieldMessage
        id="issue-edit"
        issue={fault === null ? undefined : { message: `${fault} Nothing would be trained.`, missing: false }}
      />
    </>
  );
}
