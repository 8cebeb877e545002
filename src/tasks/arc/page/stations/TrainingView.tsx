import type { EditRun } from "../../../../runs/edit/state.ts";
import type { Training } from "../../../page/taskPage.ts";
import { materialOf } from "../reading.ts";
import { puzzleRow } from "../text.ts";
import { RehearsedEdits } from "./RehearsedEdits.tsx";
import { TrainedExamples } from "./TrainedExamples.tsx";

/** What each adapter was trained on, and of which edits nothing could be trained. */
export function TrainingView({ run, trainings }: { run: EditRun; trainings: readonly Training[] }) {
  const idle = trainings.filter(({ state }) => state.steps === 0);
  const materials = trainings.flatMap(({ row, state }) => {
    const material = state.steps > 0 ? materialOf(state) : null;
    return material ? [{ row, material }] : [];
  });
  return (
    <>
      {idle.length > 0 && (
        <p>
          Nothing is trained by {idle.map(({ row }) => `“${puzzleRow(row).label}”`).join(" and ")}: the edit
          cannot be run. Why is said above.
        </p>
      )}
      {run.rehearsed && <RehearsedEdits {...run.rehearsed} />}
      <TrainedExamples trainings={materials} />
    </>
  );
}
