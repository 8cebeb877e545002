import { GitCommitVertical } from "lucide-react";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { isBusy, leaseOf } from "../../../app/runs/runsState.ts";
import type { RoundsRun } from "../../../runs/rounds/state.ts";
import { Button } from "../../primitives/Button.tsx";
import styles from "../../primitives/Section.module.css";
import { otherModel } from "../../runs/otherModel.ts";

/** The way from rounds that have trained the writer to a version of it. Nothing is kept before it was shown there. */
export function KeepWriter({ run }: { run: RoundsRun }) {
  const { versions } = usePlayground();
  const engaged = usePlaygroundState((state) => leaseOf(state, "rounds")?.runId ?? null);
  const otherRun = usePlaygroundState((state) => isBusy(state) && leaseOf(state, "rounds") === null);
  const loaded = usePlaygroundState((state) => state.session.loaded);
  const trained = run.rounds.filter(({ writer }) => writer.merged).length;
  const isPaused = engaged === run.runId && run.status === "paused";
  if (trained === 0 || (engaged !== null && !isPaused)) return null;
  const foreign = otherModel(run.model, loaded, "to keep the writer");
  return (
    <p>
      <Button
        look="quiet"
        icon={<GitCommitVertical aria-hidden />}
        disabled={foreign !== undefined || otherRun}
        onClick={() =>
          void versions
            .open()
            .then(({ offerWriter }) => offerWriter(run.runId))
            .then((offered) => {
              if (offered) location.hash = "#view=versions";
            })
        }
      >
        Keep this writer …
      </Button>
      <span className={styles.details}>
        {foreign ?? "Shown under Versions first, with its drift: it is merged there, or vetoed."}
        {isPaused && " This ends the paused rounds; they can be resumed."}
      </span>
    </p>
  );
}
