import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { shownRun } from "../../../app/runs/runsState.ts";
import page from "../../primitives/Section.module.css";
import { ViewHero } from "../../primitives/ViewHero.tsx";
import { ImportRun } from "../../runs/ImportRun.tsx";
import { useSomethingToSee } from "../../runs/useRecordings.ts";
import { StreamBar } from "./StreamBar.tsx";
import { StreamEnd } from "./StreamEnd.tsx";
import { StreamLines } from "./StreamLines.tsx";
import { StreamMatrix } from "./StreamMatrix.tsx";
import { StreamSetup } from "./StreamSetup.tsx";
import { StreamSteps } from "./StreamSteps.tsx";
import { StreamTable } from "./StreamTable.tsx";
import { useStreams, useStreamTask } from "./useStreams.ts";

/** Edits one after the other: what is learned, and what is forgotten for it. */
export default function StreamPage() {
  useStreams();
  useSomethingToSee("stream", useStreamTask().id);
  return (
    <>
      <Hero />
      <StreamSetup />
      <StreamBar />
      <div id="workspace" className={page.results} tabIndex={-1}>
        <Results />
        <StreamTable />
        <p>
          <ImportRun label="Import a stream" fileLabel="File of a stream" />
        </p>
      </div>
    </>
  );
}

function Hero() {
  const { one } = useStreamTask().rounds.words;
  return (
    <ViewHero question="What does it forget?">
      <p>
        It reads one {one} after another. Each time it writes an edit, trains on it and keeps the change; then
        it is asked about every {one} so far. What it knew of earlier ones may be gone.
      </p>
    </ViewHero>
  );
}

function Results() {
  const { id, rounds } = useStreamTask();
  const { one, many } = rounds.words;
  const run = usePlaygroundState((state) => shownRun(state, "stream", id));
  if (!run) {
    return (
      <p className={page.none}>
        Nothing has been run yet. A table of steps and {many} will fill in here: how much about each {one} is
        answered after each step.
      </p>
    );
  }
  return (
    <>
      <StreamEnd run={run} />
      <StreamMatrix run={run} />
      <StreamLines run={run} />
      <StreamSteps run={run} />
    </>
  );
}
