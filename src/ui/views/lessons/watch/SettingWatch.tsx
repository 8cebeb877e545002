import { useEffect } from "react";
import type { LessonAction } from "../../../../lessons/lesson.ts";
import { useRoundsDraft } from "../../rounds/useRounds.ts";
import { useStreamDraft } from "../../stream/useStreams.ts";
import type { WatchProps } from "./watch.ts";

/** Of a setting of the rounds. */
export function RoundsSettingWatch(props: WatchProps) {
  return <SettingWatch {...props} settings={useRoundsDraft().outer} />;
}

/** Of a setting of the stream. */
export function StreamSettingWatch(props: WatchProps) {
  return <SettingWatch {...props} settings={useStreamDraft().stream} />;
}

function SettingWatch({ action, settings, onDone }: WatchProps & { settings: object }) {
  const isDone = isSet(action, settings);
  useEffect(() => {
    if (isDone) onDone();
  }, [isDone, onDone]);
  return null;
}

function isSet(action: LessonAction, settings: object): boolean {
  if (action.kind !== "set") return false;
  const value: unknown = Reflect.get(settings, action.setting);
  return "not" in action ? value !== action.not : action.oneOf.some((one) => one === value);
}
