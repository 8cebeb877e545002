import { lazy } from "react";
import { resultsOf } from "../../../../runs/edit/state.ts";
import { Part } from "../../../primitives/Part.tsx";
import { useShownRun } from "../TaskContext.tsx";
import { Station } from "./Station.tsx";

const Reward = lazy(() => import("./Reward.tsx"));

/** What the self-edit was worth, against everything that it is compared with, and whether it could be luck. */
export function RewardStation() {
  const run = useShownRun();
  return (
    <Station station="reward">
      {run && resultsOf(run).length > 0 && (
        <Part>
          <Reward run={run} />
        </Part>
      )}
    </Station>
  );
}
