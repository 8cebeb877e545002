import { ownModel } from "../../../../app/edit/taskModels.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { Part } from "../../../primitives/Part.tsx";
import { useShownRun, useTask, useWaitingAt } from "../TaskContext.tsx";
import { Station } from "./Station.tsx";
import styles from "./WriteStation.module.css";

/** The self-edit as it is written, then what will be trained on. */
export function WriteStation() {
  const { entry, page } = useTask();
  const { edit: actions } = usePlayground();
  const run = useShownRun();
  const edit = run?.edits[0];
  const isEditable = useWaitingAt() === "write";
  const changed = usePlaygroundState((state) => state.changedPieces);
  const isOwnModel = usePlaygroundState(({ session }) => ownModel(session, entry)?.id === run?.model.id);
  const pieces = (isEditable ? changed : null) ?? edit?.pieces;
  return (
    <Station station="write" summary={pieces && page.text.pieces?.(pieces)}>
      {run && edit && (
        <>
          <Part>
            <page.EditView
              run={run}
              edit={edit}
              pieces={pieces}
              onChange={isEditable ? actions.changePieces : undefined}
              isOwnModel={isOwnModel}
            />
          </Part>
          {edit.author === "user" && <p className={styles.note}>{page.text.changedByUser}</p>}
        </>
      )}
    </Station>
  );
}
