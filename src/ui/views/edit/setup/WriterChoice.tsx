import { useId } from "react";
import { whyBusy } from "../../../../app/engine/readiness.ts";
import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { type TaughtWriter, takenAs, taughtWriterFor } from "../../../../app/versions/taughtWriters.ts";
import styles from "../../../settings/SetupLine.module.css";
import { useVersions } from "../../versions/useVersions.ts";

/** What stands for the writer that comes with the page and was not taken yet; ids of versions are longer. */
const NOT_TAKEN = "taught";

/** Untaught or taught: the version that a run starts from, without a way to the versions and back. */
export default function WriterChoice() {
  const hash = usePlaygroundState(({ session }) => session.loaded?.hash ?? "");
  const writer = taughtWriterFor(hash);
  // The versions of other models are opened by those who go there.
  return writer ? <Choice writer={writer} /> : null;
}

function Choice({ writer }: { writer: TaughtWriter }) {
  const id = useId();
  const busy = usePlaygroundState((state) => whyBusy(state, "versions"));
  const { listed, working, failure, measured, fetching, ask, takeTaught } = useVersions();
  if (listed === null) return null;
  const { candidate } = listed;
  const isVetoed =
    candidate?.name === writer.name && measured?.runId === candidate.runId && measured.reasons.length > 0;
  const step = fetching ? "Fetching the taught writer" : working?.step;
  return (
    <>
      <span className={styles.preset}>
        <label htmlFor={id}>Writer</label>
        <select
          id={id}
          value={listed.current ?? ""}
          title={writer.about}
          disabled={busy !== undefined || working !== null || fetching}
          onChange={({ target: { value } }) => {
            if (value === NOT_TAKEN) void takeTaught(writer);
            else ask({ type: "checkout", id: value || null });
          }}
        >
          <option value="">Untaught</option>
          {!takenAs(writer, listed.versions) && <option value={NOT_TAKEN}>{writer.name}</option>}
          {listed.versions.map(({ id: version, name }) => (
            <option key={version} value={version}>
              {name}
            </option>
          ))}
        </select>
      </span>
      <span role="status">
        {step && `${step}…`}
        {failure?.message}
        {isVetoed && "It is beyond what you accept."}
        {(failure || isVetoed) && <a href="#view=versions"> To the versions</a>}
      </span>
    </>
  );
}
