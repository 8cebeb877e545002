import { Dices, RotateCcw } from "lucide-react";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { textModel } from "../../../../app/playgroundState.ts";
import { isOver } from "../../../../runs/runKind.ts";
import { Button } from "../../../primitives/Button.tsx";
import styles from "./RunAgain.module.css";

/** After a run: the same once more, or the same with another throw of the dice. */
export function RunAgain() {
  const { runs } = usePlayground();
  const possible = usePlaygroundState(
    (state) =>
      state.opened === null &&
      state.live !== null &&
      isOver(state.live) &&
      state.startingId === null &&
      textModel(state) !== null,
  );
  if (!possible) return null;
  return (
    <p className={styles.again}>
      <Button look="quiet" icon={<RotateCcw aria-hidden />} onClick={() => runs.again("same")}>
        Again with the same seed
      </Button>
      <Button look="quiet" icon={<Dices aria-hidden />} onClick={() => runs.again("new")}>
        Again with a new seed
      </Button>
      <a href="#view=versions">Keep this adapter</a>
    </p>
  );
}
