import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { busyRun, leaseOf, liveRun } from "../../../../app/runs/runsState.ts";
import type { EditRun } from "../../../../runs/edit/state.ts";
import type { TaskText } from "../../../../tasks/page/taskPage.ts";
import { formatSeconds } from "../../../primitives/format.ts";
import { ProgressTrack } from "../../../runs/bar/ProgressTrack.tsx";
import styles from "../../../runs/bar/RunStatusLine.module.css";
import { useTask } from "../TaskContext.tsx";

interface Progress {
  text: string;
  /** 0…1; null where the length is not known. */
  share: number | null;
}

/** What the live run is doing this moment, with a thin bar. */
export default function RunStatusLine() {
  const { entry, page } = useTask();
  // Of a batch, the item that is being run.
  const run = usePlaygroundState(
    (state) =>
      busyRun(state, "edit", entry.id) ??
      (leaseOf(state, "batch", entry.id) && liveRun(state, "edit", entry.id)),
  );
  const starting = usePlaygroundState((state) => state.engine?.asked === "start");
  const cancelling = usePlaygroundState((state) => state.engine?.asked === "cancel");
  const { text, share } = cancelling
    ? { text: "Cancelling after this step…", share: null }
    : starting || !run
      ? { text: "Starting…", share: null }
      : inWords(run, page.text);
  return (
    <div className={styles.line}>
      <p>{text}</p>
      <ProgressTrack label={text} share={share} />
    </div>
  );
}

function inWords(run: EditRun, text: TaskText): Progress {
  const station = text.stations[run.station ?? "read"].name;
  if (run.status === "paused") return { text: `Paused after “${station}”.`, share: 1 };
  const { activity } = run;
  if (!activity) return { text: `${station}…`, share: null };
  if (activity.kind === "writing") return { text: text.writing, share: null };
  const name = text.row(activity.row).label.toLowerCase();
  if (activity.kind === "answering") {
    const answers = run.answers[activity.row];
    const done = Object.keys(answers?.outcomes ?? {}).length;
    const total = answers?.total ?? 0;
    return done === 0
      ? { text: text.answering(total, name), share: null }
      : { text: `Answering (${name}): ${done} of ${total}`, share: done / total };
  }
  const training = run.trainings[activity.row];
  if (!training) return { text: "Fine-tuning…", share: null };
  const left = training.secondsLeft === null ? "" : ` · ${formatSeconds(training.secondsLeft)} left`;
  return {
    text: `Fine-tuning (${name}): step ${training.step} of ${training.steps}${left}`,
    share: training.steps > 0 ? training.step / training.steps : null,
  };
}
