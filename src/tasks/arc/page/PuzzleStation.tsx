import { runOf } from "../../../app/puzzles/puzzleState.ts";
import { usePuzzleState, usePuzzles } from "../../../app/puzzles/usePuzzles.ts";
import { StationFrame, type StationFrameProps } from "../../../ui/views/edit/stations/StationFrame.tsx";
import { PUZZLE_STATIONS } from "./puzzleText.ts";

/** A station of a puzzle's run. */
export function PuzzleStation({
  station,
  summary,
  children = null,
}: Pick<StationFrameProps, "station" | "summary" | "children">) {
  const run = usePuzzleState(runOf);
  const puzzles = usePuzzles();
  const isWaiting = run?.status === "paused" && run.station === station;
  return (
    <StationFrame
      station={station}
      text={PUZZLE_STATIONS[station]}
      run={run}
      onContinue={isWaiting ? puzzles.continue : undefined}
      summary={summary}
    >
      {run ? children : undefined}
    </StationFrame>
  );
}
