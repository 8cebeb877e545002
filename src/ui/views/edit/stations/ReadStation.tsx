import { firstAnswers } from "../../../../app/firstAnswers.ts";
import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { runPassage } from "../../../../app/runPassage.ts";
import { openedRun } from "../../../../app/runs/runsState.ts";
import { PassageEditor } from "../../../../tasks/knowledge/page/passage/PassageEditor.tsx";
import { PassageView } from "../../../../tasks/knowledge/page/passage/PassageView.tsx";
import { Station } from "./Station.tsx";

/** The material: the passage and what is asked about it. It can be edited unless an old run is shown. */
export function ReadStation() {
  const opened = usePlaygroundState((state) => openedRun(state, "edit", "knowledge")?.state ?? null);
  const result = usePlaygroundState(
    (state) =>
      (openedRun(state, "edit", "knowledge")?.state.answers.untouched ?? firstAnswers(state))?.result,
  );
  const passage = opened && runPassage(opened);
  return (
    <Station station="read" summary={result && `${result.correct} of ${result.total} right before`}>
      {opened && passage ? <PassageView run={opened} passage={passage} /> : <PassageEditor />}
    </Station>
  );
}
