import { Dices, RotateCcw } from "lucide-react";
import { whyNotReady } from "../../../../app/engine/readiness.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { liveRun } from "../../../../app/runs/runsState.ts";
import { isTrained } from "../../../../runs/edit/state.ts";
import { Button } from "../../../primitives/Button.tsx";
import { useIsOpened, useShownRun, useTask } from "../TaskContext.tsx";
import styles from "./RunAgain.module.css";

/** After a run: the same once more, or the same with another throw of the dice. */
export function RunAgain() {
  const { entry, page } = useTask();
  const { edit } = usePlayground();
  const run = useShownRun();
  const isOpened = useIsOpened();
  const isReady = usePlaygroundState((state) => whyNotReady(state, "edit", entry.id) === undefined);
  const isLast = usePlaygroundState((state) => liveRun(state, "edit", entry.id)?.runId === run?.runId);
  const possible = isReady && !isOpened;
  if (!possible || !run) return null;
  return (
    <p className={styles.again}>
      <Button look="quiet" icon={<RotateCcw aria-hidden />} onClick={() => edit.again(run, "same")}>
        Again with the same seed
      </Button>
      <Button look="quiet" icon={<Dices aria-hidden />} onClick={() => edit.again(run, "new")}>
        Again with a new seed
      </Button>
      {isLast && isTrained(run) && <a href="#view=versions">{page.text.keepAdapter}</a>}
    </p>
  );
}
