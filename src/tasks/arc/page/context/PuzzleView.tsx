import { CircleAlert } from "lucide-react";
import type { EditRun } from "../../../../runs/edit/state.ts";
import { FieldMessage } from "../../../../ui/primitives/FieldMessage.tsx";
import { type ContextViewProps, issueAt } from "../../../page/taskPage.ts";
import type { ArcContext } from "../../arcContext.ts";
import { contextOn, type PuzzleDraft } from "../draft.ts";
import { LooksChoice } from "../grids/LooksChoice.tsx";
import { contextOfRun } from "../reading.ts";
import { RowAnswer } from "../stations/RowAnswer.tsx";
import { PuzzleEditor } from "./PuzzleEditor.tsx";
import { PuzzleSheet } from "./PuzzleSheet.tsx";
import styles from "./PuzzleView.module.css";
import { ReaderLine } from "./ReaderLine.tsx";

/** The puzzle on screen, or the editor of one's own, and what was answered at sight. */
export function PuzzleView({ draft, issues, onChange, runs, models }: ContextViewProps<PuzzleDraft>) {
  const tooLarge = issueAt(issues, "puzzle");
  const context = contextOn(draft);
  const run = runs.find((one) => isAbout(one, context));
  return (
    <>
      <ReaderLine puzzle={context.puzzle} models={models} />
      {draft.source.kind === "own" ? (
        <PuzzleEditor draft={draft} onChange={onChange} />
      ) : (
        <PuzzleSheet context={context} />
      )}
      {tooLarge && !tooLarge.missing && (
        <p className={styles.large} role="status">
          <CircleAlert aria-hidden />
          <span>{tooLarge.message}</span>
        </p>
      )}
      <FieldMessage id="issue-drawing" issue={issueAt(issues, "drawing")} />
      {run && <AtSight run={run} context={context} />}
      <LooksChoice />
    </>
  );
}

/** The puzzle of an earlier run. */
export function RunPuzzleView({ run }: { run: EditRun }) {
  const context = contextOfRun(run);
  return (
    context && (
      <>
        <PuzzleSheet context={context} />
        <AtSight run={run} context={context} />
        <LooksChoice />
      </>
    )
  );
}

function AtSight({ run, context }: { run: EditRun; context: ArcContext }) {
  if (!run.answers.untouched) return null;
  return (
    <section aria-label="Answered at sight">
      <h4 className={styles.part}>It answers at sight</h4>
      <RowAnswer run={run} row="untouched" puzzle={context.puzzle} />
    </section>
  );
}

function isAbout(run: EditRun, { puzzle }: ArcContext): boolean {
  return JSON.stringify(contextOfRun(run)?.puzzle) === JSON.stringify(puzzle);
}
