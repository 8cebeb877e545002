import { useCallback } from "react";
import { isOwnExpected } from "../../../app/edit/taskModels.ts";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { streamIssues } from "../../../app/stream/streamDraft.ts";
import { streamProgress } from "../../../runs/stream/progress.ts";
import type { StreamRun } from "../../../runs/stream/state.ts";
import type { RoundsWords } from "../../../tasks/roundsMetadata.ts";
import { LongRunBar } from "../../runs/bar/LongRunBar.tsx";
import { streamWorkText } from "./streamText.ts";
import { useStreamDraft, useStreams, useStreamTask } from "./useStreams.ts";

/** Always in sight: where the stream is, and what can be done about it now. */
export function StreamBar() {
  const streams = useStreams();
  const draft = useStreamDraft();
  const entry = useStreamTask();
  const { words } = entry.rounds;
  const plan = useCallback(() => streams.planned(draft), [streams, draft]);
  const isOwn = usePlaygroundState(({ session }) => isOwnExpected(session, entry));
  return (
    <LongRunBar
      kind="stream"
      task={entry.id}
      label="Stream"
      about={entry.stream.source({ isOwn }).about}
      counted={`${words.many} learned`}
      pausing="Pausing…"
      plan={plan}
      progressOf={(run) => progressOf(run, words)}
      mends={streamIssues(entry, draft).length > 0 ? "Mend what is marked first." : undefined}
      leftOver={(run) => {
        const { done, total } = streamProgress(run);
        return {
          title: "Unfinished stream",
          kept: `${done} of ${total} ${words.many} were learned. To resume, they are trained again from the kept edits.`,
        };
      }}
      startLabel="Start the stream"
      onStart={() => void streams.start()}
    />
  );
}

function progressOf(run: StreamRun, words: RoundsWords) {
  const progress = streamProgress(run);
  return { ...progress, text: streamWorkText(progress, words) };
}
