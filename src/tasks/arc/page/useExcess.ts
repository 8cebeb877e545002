import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { contextOn } from "../../../app/puzzles/puzzleActions.ts";
import { usePuzzleState } from "../../../app/puzzles/usePuzzles.ts";
import { excessFor } from "./puzzleLimits.ts";

/** Why the model cannot read the puzzle on screen; null where it can. */
export function useExcess(): string | null {
  const loaded = usePlaygroundState((state) => state.session.loaded);
  const { puzzle } = usePuzzleState(contextOn);
  return excessFor(puzzle, loaded);
}
