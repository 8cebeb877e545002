import { CirclePlay } from "lucide-react";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { RECORDINGS } from "../../app/runs/recordings.ts";
import { Button } from "../primitives/Button.tsx";
import styles from "./WatchRecording.module.css";

/** A real run to look at before, or instead of, loading anything. */
export function WatchRecording() {
  const { library, replay } = usePlayground();
  const [recording] = RECORDINGS;
  if (!recording) return null;
  const watch = async () => {
    if (await library.watch(recording)) replay.play("edit", "knowledge");
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
