import { usePlayground } from "../../../../app/PlaygroundContext.tsx";
import { useShownRun, useTask, useWaitingAt } from "../TaskContext.tsx";
import { StationFrame, type StationFrameProps } from "./StationFrame.tsx";

/** A station of the run on screen. */
export function Station({
  station,
  summary,
  children = null,
}: Pick<StationFrameProps, "station" | "summary" | "children">) {
  const { entry, page } = useTask();
  const run = useShownRun();
  const isWaiting = useWaitingAt() === station;
  const { edit } = usePlayground();
  return (
    <StationFrame
      station={station}
      text={page.text.stations[station]}
      run={run}
      onContinue={isWaiting ? () => edit.continue(entry.id) : undefined}
      summary={summary}
    >
      {children}
    </StationFrame>
  );
}
