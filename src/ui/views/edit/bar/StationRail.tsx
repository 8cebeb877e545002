import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { shownPassageRun } from "../../../../app/playgroundState.ts";
import { STATION_TEXTS } from "../stations/stationText.ts";
import { StationStops } from "./StationStops.tsx";

/** Where a run of one edit is. The passage, the first station, is what one sees on the way to the workspace. */
export function StationRail() {
  return <StationStops run={usePlaygroundState(shownPassageRun)} texts={STATION_TEXTS} first="#workspace" />;
}
