import { CirclePlay } from "lucide-react";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { watchRecording } from "../../app/runs/recorded.ts";
import { replayOf } from "../../app/runs/replay.ts";
import { findRecording, type RecordingId } from "../../runs/recordings.ts";
import { Button } from "../primitives/Button.tsx";
import styles from "./ModelOffer.module.css";
import { ModelPanel } from "./ModelPanel.tsx";

/** In the place of the first result while there is no model to make one. */
export default function ModelOffer() {
  return (
    <section className={styles.offer} aria-labelledby="heading-offer">
      <h2 id="heading-offer" className={styles.heading}>
        First, choose a model
      </h2>
      <p className={styles.promise}>
        It runs on this device. Nothing is downloaded until you press Load; after that it stays in this
        browser.
      </p>
      <WatchRecording />
      <ModelPanel />
    </section>
  );
}

const SHOWN: RecordingId = "passage-smollm2";

/** A real run to look at before, or instead of, loading anything. */
function WatchRecording() {
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
