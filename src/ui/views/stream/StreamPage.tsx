import { use } from "react";
import { usePlayground } from "../../../app/PlaygroundContext.tsx";
import { ViewHero } from "../../primitives/ViewHero.tsx";
import page from "../rounds/OuterPage.module.css";
import { StreamBar } from "./StreamBar.tsx";
import { StreamEnd } from "./StreamEnd.tsx";
import { StreamLines } from "./StreamLines.tsx";
import { StreamMatrix } from "./StreamMatrix.tsx";
import { StreamRuns } from "./StreamRuns.tsx";
import { StreamSetup } from "./StreamSetup.tsx";
import { StreamSteps } from "./StreamSteps.tsx";
import { StreamsContext, useStreamsState } from "./StreamsContext.tsx";

/** Edits one after the other: what is learned, and what is forgotten for it. */
export default function StreamPage() {
  const streams = use(usePlayground().stream.open());
  return (
    <StreamsContext value={streams}>
      <ViewHero question="What does it forget?">
        <p>
          It reads one passage after another. Each time it writes an edit, trains on it and keeps the change;
          then it is asked about every passage so far. What it knew of earlier ones may be gone.
        </p>
      </ViewHero>
      <StreamSetup />
      <StreamBar />
      <div id="workspace" className={page.results} tabIndex={-1}>
        <Results />
        <StreamRuns />
      </div>
    </StreamsContext>
  );
}

function Results() {
  const run = useStreamsState((state) => state.live);
  if (!run) {
    return (
      <p className={page.none}>
        Nothing has been run yet. A table of steps and passages will fill in here: how many questions about
        each passage are answered after each step.
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
