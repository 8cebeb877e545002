import type { Failure } from "../../protocol/playgroundError.ts";
import type { RunStatus } from "../../runs/runKind.ts";
import { RunEnd } from "./RunEnd.tsx";

interface LongRunEndProps {
  run: { status: RunStatus; failure: Failure | null };
  /** The engine is busy with it. */
  engaged: boolean;
  /** For screen readers, when something begins or ends. */
  announcement: string;
  /** What of a cancelled run is kept. */
  kept: string;
}

/** How a run of many edits ended before its time. */
export function LongRunEnd({ run, engaged, announcement, kept }: LongRunEndProps) {
  const goesOn = run.status === "failed" && engaged;
  return (
    <>
      <p className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </p>
      {!goesOn && <RunEnd run={run} cancelled={`Cancelled. ${kept}`} />}
    </>
  );
}
