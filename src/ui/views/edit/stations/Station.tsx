import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { livePassageRun, shownPassageRun } from "../../../../app/playgroundState.ts";
import { StationFrame, type StationFrameProps } from "./StationFrame.tsx";
import { STATION_TEXTS } from "./stationText.ts";

/** A station of a run of one edit. */
export function Station({
  station,
  summary,
  children = null,
}: Pick<StationFrameProps, "station" | "summary" | "children">) {
  const run = usePlaygroundState(shownPassageRun);
  const isWaiting = usePlaygroundState(
    (state) => livePassageRun(state)?.status === "paused" && livePassageRun(state)?.station === station,
  );
  const { runs } = usePlayground();
  return (
    <StationFrame
      station={station}
      text={STATION_TEXTS[station]}
      run={run}
      onContinue={isWaiting ? runs.continue : undefined}
      summary={summary}
    >
      {children}
    </StationFrame>
  );
}
