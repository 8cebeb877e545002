import { Play } from "lucide-react";
import { lazy, useCallback, useId } from "react";
import { whyNotReady } from "../../app/engine/readiness.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { runLive } from "../../app/runs/runLive.ts";
import type { OpenedRun } from "../../app/runs/runsState.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import { Button } from "../primitives/Button.tsx";
import { formatSeconds } from "../primitives/format.ts";
import { Part } from "../primitives/Part.tsx";
import styles from "./RunLive.module.css";

const ExpectedTime = lazy(() => import("./ExpectedTime.tsx"));

interface RunLiveProps<K extends KindId> {
  kind: K;
  task: string;
  opened: OpenedRun<K>;
  onLive: (() => void) | undefined;
}

/** Beside a recording: the same on this machine, and what that will cost. */
export function RunLive<K extends KindId>({ kind, task, opened, onLive }: RunLiveProps<K>) {
  const playground = usePlayground();
  const id = useId();
  const { model } = opened.state;
  const busy = usePlaygroundState((state) => whyNotReady(state, kind, task));
  const isOther = usePlaygroundState(({ session: { loaded } }) => loaded !== null && loaded.id !== model.id);
  const [first] = opened.log;
  const plan = useCallback(() => first?.body ?? null, [first]);
  const took = formatSeconds((opened.log.at(-1)?.atMs ?? 0) / 1000);
  const reason = isOther ? `Load ${model.name} to run the same.` : busy;
  return (
    <span className={styles.live}>
      <span id={id} className={styles.cost}>
        {reason ?? (
          <Part>
            <ExpectedTime
              kind={kind}
              task={task}
              plan={plan}
              unknown={`Took ${took} where it was recorded.`}
            />
          </Part>
        )}
      </span>
      <Button
        icon={<Play aria-hidden />}
        disabled={reason !== undefined}
        aria-describedby={id}
        onClick={onLive ?? (() => void runLive(playground, kind, task))}
      >
        Run it live
      </Button>
    </span>
  );
}
