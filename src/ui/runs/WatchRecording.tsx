import { CirclePlay } from "lucide-react";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { watchRecording } from "../../app/runs/recorded.ts";
import { replayOf } from "../../app/runs/replay.ts";
import type { RecordingId } from "../../runs/recordings.ts";
import { findRecording } from "../../runs/recordings.ts";
import { Button } from "../primitives/Button.tsx";
import styles from "./WatchRecording.module.css";

const SHOWN: RecordingId = "passage-smollm2";

/** A real run to look at before, or instead of, loading anything. */
export function WatchRecording() {
  const playground = usePlayground();
  const watch = async () => {
    const recording = findRecording(SHOWN);
    if (recording && (await watchRecording(playground, SHOWN)))
      replayOf(playground).play(recording.kind, recording.task);
  };
  return (
    <Button
      look="quiet"
      className={styles.watch}
      icon={<CirclePlay aria-hidden />}
      title={findRecording(SHOWN)?.about}
      onClick={() => void watch()}
    >
      Watch a recorded run
    </Button>
  );
}
