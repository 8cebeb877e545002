import { CirclePlay } from "lucide-react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { watchRecording } from "../../app/runs/recorded.ts";
import { openedRun } from "../../app/runs/runsState.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import { recordingsOf } from "../../runs/recordings.ts";
import { Button } from "../primitives/Button.tsx";
import styles from "./RecordedRuns.module.css";

/** The recordings of a kind and a task: what each shows, and the way to it. */
export function RecordedRuns({ kind, task }: { kind: KindId; task: string }) {
  const playground = usePlayground();
  const shownId = usePlaygroundState((state) => openedRun(state, kind, task)?.state.runId);
  return (
    <ul className={styles.list} aria-label="Recorded runs">
      {recordingsOf(kind, task).map(({ id, title, about }) => (
        <li key={id} aria-current={id === shownId ? "true" : undefined}>
          <Button
            look="quiet"
            icon={<CirclePlay aria-hidden />}
            onClick={() => void watchRecording(playground, id)}
          >
            {title}
          </Button>
          <span className={styles.about}>{about}</span>
        </li>
      ))}
    </ul>
  );
}
