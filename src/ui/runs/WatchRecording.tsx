import { CirclePlay } from "lucide-react";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { RECORDINGS } from "../../app/recordings.ts";
import { Button } from "../primitives/Button.tsx";
import styles from "./WatchRecording.module.css";

/** A real run to look at before, or instead of, loading anything. */
export function WatchRecording() {
  const { runs, replay } = usePlayground();
  const [recording] = RECORDINGS;
  if (!recording) return null;
  const watch = async () => {
    if (await runs.watch(recording)) replay.play();
  };
  return (
    <p className={styles.watch}>
      Or{" "}
      <Button look="quiet" icon={<CirclePlay aria-hidden />} onClick={() => void watch()}>
        watch a recorded run
      </Button>{" "}
      of {recording.model}, at several times its speed.
    </p>
  );
}
