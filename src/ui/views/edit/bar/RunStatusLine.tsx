import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { busyRun } from "../../../../app/runs/runsState.ts";
import type { EditRun } from "../../../../runs/edit/state.ts";
import { formatSeconds, plural } from "../../../primitives/format.ts";
import { ProgressTrack } from "../../../runs/bar/ProgressTrack.tsx";
import styles from "../../../runs/bar/RunStatusLine.module.css";
import { rowLabel } from "../conditionText.ts";
import { STATION_TEXTS } from "../stations/stationText.ts";

interface Progress {
  text: string;
  /** 0…1; null where the length is not known. */
  share: number | null;
}

/** What the live run is doing this moment, with a thin bar. */
export function RunStatusLine() {
  const run = usePlaygroundState((state) => busyRun(state, "edit", "knowledge"));
  const starting = usePlaygroundState((state) => state.engine?.asked === "start");
  const cancelling = usePlaygroundState((state) => state.engine?.asked === "cancel");
  const { text, share } = inWords(run, starting, cancelling);
  return (
    <div className={styles.line}>
      <p>{text}</p>
      <ProgressTrack label={text} share={share} />
    </div>
  );
}

function inWords(run: EditRun | null, starting: boolean, cancelling: boolean): Progress {
  if (cancelling) return { text: "Cancelling after this step…", share: null };
  if (starting || !run) return { text: "Starting…", share: null };
  if (run.status === "paused") {
    return { text: `Paused after “${STATION_TEXTS[run.station ?? "read"].name}”.`, share: 1 };
  }
  const { activity } = run;
  if (activity?.kind === "writing") return { text: "Writing its notes…", share: null };
  if (activity?.kind === "answering") {
    const answers = run.answers[activity.row];
    const done = Object.keys(answers?.outcomes ?? {}).length;
    const total = answers?.total ?? 0;
    const name = rowLabel(activity.row).toLowerCase();
    // Questions are decoded together, so for a long while none of them is done.
    return done === 0
      ? { text: `Answering ${plural(total, "question")} at once (${name})…`, share: null }
      : { text: `Answering (${name}): ${done} of ${total}`, share: done / total };
  }
  if (activity?.kind === "training") {
    const training = run.trainings[activity.row];
    if (!training) return { text: "Fine-tuning…", share: null };
    const left = training.secondsLeft === null ? "" : ` · ${formatSeconds(training.secondsLeft)} left`;
    const name = rowLabel(activity.row).toLowerCase();
    return {
      text: `Fine-tuning (${name}): step ${training.step} of ${training.steps}${left}`,
      share: training.steps > 0 ? training.step / training.steps : null,
    };
  }
  return { text: `${STATION_TEXTS[run.station ?? "read"].name}…`, share: null };
}
