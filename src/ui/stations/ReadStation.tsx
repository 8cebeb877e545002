import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { shownRun } from "../../app/playgroundState.ts";
import { runPassage } from "../../app/runPassage.ts";
import type { RunState } from "../../app/runState.ts";
import { PassageEditor } from "../passage/PassageEditor.tsx";
import { PassageView } from "../passage/PassageView.tsx";
import { Station } from "./Station.tsx";

/** The material: the passage and what is asked about it. It can be edited unless an old run is shown. */
export function ReadStation() {
  const opened = usePlaygroundState((state) => state.opened?.state ?? null);
  const run = usePlaygroundState((state) => shownRun(state) ?? state.preview);
  const passage = opened && runPassage(opened);
  return (
    <Station station="read" summary={summarise(run)}>
      {opened && passage ? <PassageView run={opened} passage={passage} /> : <PassageEditor />}
    </Station>
  );
}

function summarise(run: RunState | null): string | undefined {
  const result = run?.answers.untouched?.result;
  return result && `${result.correct} of ${result.total} right before`;
}
