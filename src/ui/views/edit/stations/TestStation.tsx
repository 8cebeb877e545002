import type { EditRun } from "../../../../runs/edit/state.ts";
import { Part } from "../../../primitives/Part.tsx";
import { useShownRun, useTask } from "../TaskContext.tsx";
import { Station } from "./Station.tsx";

/** What is answered after training, beside what was answered before. */
export function TestStation() {
  const { page } = useTask();
  const run = useShownRun();
  return (
    <Station station="test" summary={run ? summarise(run) : undefined}>
      {run && (
        <Part>
          <page.AnswerView run={run} />
        </Part>
      )}
    </Station>
  );
}

function summarise(run: EditRun): string | undefined {
  const after = run.answers["self-edit"]?.result;
  const before = run.answers.untouched?.result;
  // Of a single item the views say it better.
  if (!after || after.total === 1) return undefined;
  return before
    ? `${before.correct} of ${before.total} before, ${after.correct} of ${after.total} after`
    : `${after.correct} of ${after.total} right`;
}
