import type { LessonAction } from "../../../../lessons/lesson.ts";

/** Each way in which the page can say that an action is done is a component of its own, shown while it is not. */
export interface WatchProps {
  action: LessonAction;
  onDone: () => void;
}
