import { ArrowRight, Footprints, Play, Square } from "lucide-react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import type { PlaygroundState } from "../../../app/playgroundState.ts";
import { settingIssue } from "../../../app/puzzles/puzzleActions.ts";
import { runOf } from "../../../app/puzzles/puzzleState.ts";
import { usePuzzleState, usePuzzles } from "../../../app/puzzles/usePuzzles.ts";
import { leaseOf, liveRun } from "../../../app/runs/runsState.ts";
import type { EditRun } from "../../../runs/edit/state.ts";
import { Button } from "../../../ui/primitives/Button.tsx";
import { formatSeconds } from "../../../ui/primitives/format.ts";
import { ProgressTrack } from "../../../ui/runs/bar/ProgressTrack.tsx";
import bar from "../../../ui/runs/bar/RunBar.module.css";
import line from "../../../ui/runs/bar/RunStatusLine.module.css";
import { StationStops } from "../../../ui/views/edit/bar/StationStops.tsx";
import { PUZZLE_STATIONS, puzzleRowLabel } from "./puzzleText.ts";
import { whyNotReady } from "./readiness.ts";
import { useExcess } from "./useExcess.ts";

/** Always in sight: where the run is, and what can be done about it now. */
export function PuzzleBar() {
  const busy = usePlaygroundState(isPuzzling);
  return (
    <section className={bar.bar} aria-label="Run">
      <div className={bar.row}>
        <Rail />
        <div className={bar.actions}>{busy ? <BusyActions /> : <IdleActions />}</div>
      </div>
      {busy && <Status />}
    </section>
  );
}

function Rail() {
  return <StationStops run={usePuzzleState(runOf)} texts={PUZZLE_STATIONS} />;
}

/** The model is busy with a puzzle, or with a set of them. */
function isPuzzling(state: PlaygroundState): boolean {
  return leaseOf(state, "edit", "arc") !== null || leaseOf(state, "batch", "arc") !== null;
}

/** The run that the engine is busy with; another puzzle may be on screen. */
function useGoing(): EditRun | null {
  return usePlaygroundState((state) => {
    const live = isPuzzling(state) ? liveRun(state, "edit", "arc") : null;
    // The runs of a batch's puzzles have its id and their number.
    return live?.runId.split("/")[0] === state.engine?.runId ? live : null;
  });
}

function BusyActions() {
  const puzzles = usePuzzles();
  const cancelling = usePlaygroundState((state) => state.engine?.asked === "cancel");
  const shown = usePuzzleState(runOf);
  const isPaused = useGoing()?.status === "paused" && shown?.status === "paused";
  return (
    <>
      <Button look="plain" icon={<Square aria-hidden />} disabled={cancelling} onClick={puzzles.cancel}>
        {cancelling ? "Cancelling…" : "Cancel"}
      </Button>
      {isPaused && (
        <Button look="primary" icon={<ArrowRight aria-hidden />} onClick={puzzles.continue}>
          Continue
        </Button>
      )}
    </>
  );
}

function IdleActions() {
  const puzzles = usePuzzles();
  const cannot = usePlaygroundState(whyNotReady);
  const isWrong = usePuzzleState(({ settings }) => settingIssue(settings) !== null);
  const isTooLarge = useExcess() !== null;
  const unfit = isTooLarge ? "The puzzle is too large for the model." : undefined;
  const reason = cannot ?? (isWrong ? "Mend what is marked first." : unfit);
  const shared = {
    disabled: reason !== undefined,
    "aria-describedby": reason === undefined ? undefined : "puzzle-reason",
  };
  return (
    <>
      {reason !== undefined && (
        <p id="puzzle-reason" className={bar.reason}>
          {reason}
        </p>
      )}
      <Button look="plain" icon={<Footprints aria-hidden />} {...shared} onClick={() => puzzles.start(true)}>
        Step by step
      </Button>
      <Button
        look="primary"
        icon={<Play aria-hidden fill="currentColor" />}
        {...shared}
        onClick={() => puzzles.start(false)}
      >
        Run all
      </Button>
    </>
  );
}

function Status() {
  const run = useGoing();
  const cancelling = usePlaygroundState((state) => state.engine?.asked === "cancel");
  const { text, share } = progressOf(run, cancelling);
  return (
    <div className={line.line}>
      <p>{text}</p>
      <ProgressTrack label={text} share={share} />
    </div>
  );
}

function progressOf(run: EditRun | null, cancelling: boolean): { text: string; share: number | null } {
  if (cancelling) return { text: "Cancelling after this step…", share: null };
  if (!run) return { text: "Starting…", share: null };
  const station = PUZZLE_STATIONS[run.station ?? "read"].name;
  if (run.status === "paused") return { text: `Paused after “${station}”.`, share: 1 };
  const { activity } = run;
  if (activity?.kind === "writing") return { text: "Writing its self-edit…", share: null };
  if (activity?.kind === "answering") {
    return { text: `Answering in all views (${puzzleRowLabel(activity.row).toLowerCase()})…`, share: null };
  }
  const training = activity && run.trainings[activity.row];
  if (!activity || !training) return { text: `${station}…`, share: null };
  const left = training.secondsLeft === null ? "" : ` · ${formatSeconds(training.secondsLeft)} left`;
  const name = puzzleRowLabel(activity.row).toLowerCase();
  return {
    text: `Fine-tuning (${name}): step ${training.step} of ${training.steps}${left}`,
    share: training.steps > 0 ? training.step / training.steps : null,
  };
}
