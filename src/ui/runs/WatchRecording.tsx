import { CirclePlay } from "lucide-react";
import { editTask } from "../../app/edit/selectors.ts";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { replayOf } from "../../app/runs/replay.ts";
import { findRecording } from "../../runs/recordings.ts";
import { Button } from "../primitives/Button.tsx";
import styles from "./WatchRecording.module.css";

/** A real run to look at before, or instead of, loading anything. */
export function WatchRecording() {
  const playground = usePlayground();
  const { library, store } = playground;
  const recording = findRecording("passage-smollm2");
  if (!recording) return null;
  const watch = async () => {
    if (!(await library.watch(recording))) return;
    const task = editTask(store.getState());
    if (task) replayOf(playground).play("edit", task.id);
  };
  return (
    <Button
      look="quiet"
      className={styles.watch}
      icon={<CirclePlay aria-hidden />}
      title={recording.about}
      onClick={() => void watch()}
    >
      Watch a recorded run
    </Button>
  );
}
