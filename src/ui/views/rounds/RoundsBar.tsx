import { useCallback } from "react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { roundsSource } from "../../../app/playgroundState.ts";
import { metadataOf } from "../../../app/rounds/rounds.ts";
import { roundsIssues } from "../../../app/rounds/roundsDraft.ts";
import { roundsProgress } from "../../../runs/rounds/progress.ts";
import type { RoundsRun } from "../../../runs/rounds/state.ts";
import { LongRunBar } from "../../runs/bar/LongRunBar.tsx";
import { workText } from "./roundsText.ts";
import { useRounds, useRoundsDraft } from "./useRounds.ts";

/** Always in sight: where the rounds are, and what can be done about them now. */
export function RoundsBar() {
  const rounds = useRounds();
  const draft = useRoundsDraft();
  const task = usePlaygroundState((state) => state.roundsTask);
  // A task may make its source anew each time it is asked.
  const about = usePlaygroundState((state) => roundsSource(state).about);
  const atHand = usePlaygroundState((state) => roundsSource(state).atHand);
  const metadata = metadataOf(task);
  const isWrong = roundsIssues(metadata, draft, atHand).length > 0;
  const plan = useCallback(() => rounds.planned(draft), [rounds, draft]);
  const progressOf = (run: RoundsRun) => {
    const progress = roundsProgress(run);
    return { ...progress, text: workText(run, progress, metadata.words) };
  };
  return (
    <LongRunBar
      kind="rounds"
      task={task}
      label="Rounds"
      about={about}
      counted="edits tried"
      pausing="Pausing after this edit…"
      plan={plan}
      progressOf={progressOf}
      mends={isWrong ? "Mend what is marked first." : undefined}
      leftOver={(run) => {
        const { done, total, text } = progressOf(run);
        return {
          title: `Unfinished rounds: ${text}`,
          kept: `${done} of ${total} edits were tried and are kept.`,
        };
      }}
      startLabel="Start the rounds"
      onStart={() => void rounds.start()}
    />
  );
}
