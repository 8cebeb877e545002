import { CirclePlay } from "lucide-react";
import { editTask } from "../../app/edit/selectors.ts";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { RECORDINGS } from "../../app/runs/recordings.ts";
import { Button } from "../primitives/Button.tsx";
import styles from "./WatchRecording.module.css";

/** A real run to look at before, or instead of, loading anything. */
export function WatchRecording() {
  const { library, replay, store } = usePlayground();
  const [recording] = RECORDINGS;
  if (!recording) return null;
  const watch = async () => {
    if (!(await library.watch(recording))) return;
    const task = editTask(store.getState());
    if (task) replay.play("edit", task.id);
  };
  return (
    <Button
      look="quiet"
      className={styles.watch}
      icon={<CirclePlay aria-hidden />}
      title={`A run of ${recording.model}, played at several times its speed`}
      onClick={() => void watch()}
    >
      Watch a recorded run
    </Button>
  );
}
