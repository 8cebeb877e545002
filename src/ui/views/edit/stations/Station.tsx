import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { shownRun } from "../../../../app/playgroundState.ts";
import { StationFrame, type StationFrameProps } from "./StationFrame.tsx";
import { STATION_TEXTS } from "./stationText.ts";

/** A station of a run of one edit. */
export function Station({
  station,
  summary,
  children = null,
}: Pick<StationFrameProps, "station" | "summary" | "children">) {
  const run = usePlaygroundState(shownRun);
  const isWaiting = usePlaygroundState(
    (state) => state.opened === null && state.live?.status === "paused" && state.live.station === station,
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
