import { Dices, RotateCcw } from "lucide-react";
import { whyNotReady } from "../../../../app/engine/readiness.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { livePassageRun } from "../../../../app/playgroundState.ts";
import { isOver } from "../../../../runs/runKind.ts";
import { Button } from "../../../primitives/Button.tsx";
import styles from "./RunAgain.module.css";

/** After a run: the same once more, or the same with another throw of the dice. */
export function RunAgain() {
  const { edit } = usePlayground();
  const possible = usePlaygroundState((state) => {
    const live = livePassageRun(state);
    return live !== null && isOver(live) && whyNotReady(state, "edit", "knowledge") === undefined;
  });
  if (!possible) return null;
  return (
    <p className={styles.again}>
      <Button look="quiet" icon={<RotateCcw aria-hidden />} onClick={() => edit.again("same")}>
        Again with the same seed
      </Button>
      <Button look="quiet" icon={<Dices aria-hidden />} onClick={() => edit.again("new")}>
        Again with a new seed
      </Button>
      <a href="#view=versions">Keep this adapter</a>
    </p>
  );
}
