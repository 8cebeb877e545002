import { Check, CirclePlay, Hand } from "lucide-react";
import { type ComponentType, lazy } from "react";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { watchRecording } from "../../../app/runs/recorded.ts";
import { replayOf } from "../../../app/runs/replay.ts";
import { isBusy } from "../../../app/runs/runsState.ts";
import type { LessonAction, LessonStep } from "../../../lessons/lesson.ts";
import { findRecording, type RecordingId } from "../../../runs/recordings.ts";
import { Button } from "../../primitives/Button.tsx";
import { Part } from "../../primitives/Part.tsx";
import styles from "./StepAction.module.css";
import { RunWatch } from "./watch/RunWatch.tsx";
import { RoundsSettingWatch, StreamSettingWatch } from "./watch/SettingWatch.tsx";
import type { WatchProps } from "./watch/watch.ts";

const PlantWatch = lazy(() => import("./watch/PlantWatch.tsx"));

interface StepActionProps {
  step: LessonStep;
  action: LessonAction;
  done: boolean;
  /** The step's view is on screen, so that the page can tell. */
  isThere: boolean;
  /** The same function as long as the step is the same. */
  onDone: () => void;
}

/** What the student does on the real page; done as soon as the page says so. */
export function StepAction({ step, action, done, isThere, onDone }: StepActionProps) {
  const Watch = watchOf(step, action);
  return (
    <div className={styles.action} data-done={done}>
      {done ? <Check aria-hidden /> : <Hand aria-hidden />}
      <p>
        <strong role="status">{done ? "Done." : "Your turn."}</strong> {action.say}
      </p>
      {action.recording && <WatchRecorded id={action.recording} />}
      {!done && isThere && (
        <Part>
          <Watch action={action} onDone={onDone} />
        </Part>
      )}
    </div>
  );
}

/** The same, played from a run that was made beforehand. */
function WatchRecorded({ id }: { id: RecordingId }) {
  const playground = usePlayground();
  const recording = findRecording(id);
  const isBusyNow = usePlaygroundState(isBusy);
  if (!recording) return null;
  const { kind, task } = recording;
  const watch = async () => {
    if (await watchRecording(playground, id)) replayOf(playground).play(kind, task);
  };
  return (
    <p className={styles.recorded}>
      <Button
        look="quiet"
        icon={<CirclePlay aria-hidden />}
        disabled={isBusyNow}
        onClick={() => void watch()}
      >
        Or watch it recorded
      </Button>
    </p>
  );
}

function watchOf({ view }: LessonStep, { kind }: LessonAction): ComponentType<WatchProps> {
  if (kind === "plant") return PlantWatch;
  if (kind === "set") return view === "rounds" ? RoundsSettingWatch : StreamSettingWatch;
  return RunWatch;
}
