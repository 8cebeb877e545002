import { Check, Hand } from "lucide-react";
import { type ComponentType, lazy } from "react";
import type { LessonAction, LessonStep } from "../../../lessons/lesson.ts";
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
      {!done && isThere && (
        <Part>
          <Watch action={action} onDone={onDone} />
        </Part>
      )}
    </div>
  );
}

function watchOf({ view }: LessonStep, { kind }: LessonAction): ComponentType<WatchProps> {
  if (kind === "plant") return PlantWatch;
  if (kind === "set") return view === "rounds" ? RoundsSettingWatch : StreamSettingWatch;
  return RunWatch;
}
