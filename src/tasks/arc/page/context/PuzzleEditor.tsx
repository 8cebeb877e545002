import { Plus } from "lucide-react";
import { Button } from "../../../../ui/primitives/Button.tsx";
import type { ContextViewProps } from "../../../page/taskPage.ts";
import { contextOn, type PuzzleDraft } from "../draft.ts";
import { EditedPair } from "./EditedPair.tsx";
import { EditorTools } from "./EditorTools.tsx";
import { EditingContext } from "./editing.ts";
import { renamed } from "./editor.ts";
import { withPair } from "./gridEditing.ts";
import styles from "./PuzzleEditor.module.css";
import { useEditor } from "./useEditor.ts";

export const EDITOR_ID = "puzzle-editor";

/** One's own puzzle, cell by cell. */
export function PuzzleEditor(props: Pick<ContextViewProps<PuzzleDraft>, "draft" | "onChange">) {
  const { clipboard, ...editing } = useEditor(props);
  const { name, puzzle } = contextOn(props.draft);
  return (
    <EditingContext value={editing}>
      <section
        id={EDITOR_ID}
        className={styles.editor}
        tabIndex={-1}
        aria-label="Puzzle editor"
        data-long="true"
        {...clipboard}
        onKeyDown={(event) => {
          const isField = event.target instanceof HTMLInputElement;
          if (isField || !(event.ctrlKey || event.metaKey)) return;
          const key = event.key.toLowerCase();
          if (key === "z" && !event.shiftKey) editing.undo();
          else if (key === "y" || key === "z") editing.redo();
          else return;
          event.preventDefault();
        }}
      >
        <h3 className="visually-hidden">Your own puzzle</h3>
        <input
          className={styles.name}
          aria-label="Name of the puzzle"
          value={name}
          maxLength={80}
          onChange={(event) => props.onChange((now) => renamed(now, event.target.value))}
        />
        <EditorTools />
        {(["train", "test"] as const).map((list) => (
          <div key={list}>
            <h4 className={styles.part}>{list === "train" ? "It is shown" : "It is asked"}</h4>
            <ol className={styles.pairs}>
              {puzzle[list].map((_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: pairs have a place and no other name
                <EditedPair key={index} list={list} index={index} />
              ))}
            </ol>
            <Button
              look="quiet"
              icon={<Plus aria-hidden />}
              onClick={() => editing.edit((now) => withPair(now, list))}
            >
              {list === "train" ? "Another demonstration" : "Another test"}
            </Button>
          </div>
        ))}
        <details className={styles.keys}>
          <summary>Keys</summary>
          <p>
            Arrows move; with Shift they select, Ctrl+A selects the grid, Escape nothing. 0–9 paint the cell
            or the selection, space uses the tool, F fills, Delete empties. T turns, H and V mirror, R gives
            the cell’s colour the chosen one: in the selection, or in the whole grid. Ctrl+C, Ctrl+X and
            Ctrl+V copy, cut and paste, from tables too; Ctrl+Z takes back.
          </p>
        </details>
      </section>
    </EditingContext>
  );
}
