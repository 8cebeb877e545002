import { lazy } from "react";
import type { Training } from "../../../../tasks/page/taskPage.ts";
import { formatLoss, plural } from "../../../primitives/format.ts";
import { Part } from "../../../primitives/Part.tsx";
import { useShownRun } from "../TaskContext.tsx";
import { Station } from "./Station.tsx";
import { currentTraining, trainingsOf } from "./training.ts";

const Trainings = lazy(() => import("./Trainings.tsx"));

/** How the adapters learn. */
export function TrainStation() {
  const run = useShownRun();
  const trainings = trainingsOf(run);
  const current = currentTraining(run, trainings);
  return (
    <Station station="train" summary={summarise(trainings)}>
      {run && current && (
        <Part>
          <Trainings run={run} trainings={trainings} current={current} />
        </Part>
      )}
    </Station>
  );
}

function summarise(trainings: readonly Training[]): string | undefined {
  const edit = trainings.find((one) => one.row === "self-edit")?.state;
  if (!edit?.finished || edit.steps === 0) return undefined;
  return `${plural(edit.steps, "step")}, loss ${formatLoss(edit.finished.finalLoss)}`;
}
