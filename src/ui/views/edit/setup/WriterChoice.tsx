import { useId } from "react";
import { whyBusy } from "../../../../app/engine/readiness.ts";
import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { type TaughtWriter, takenAs, taughtWriterFor } from "../../../../app/versions/taughtWriters.ts";
import styles from "../../../settings/SetupLine.module.css";
import { useVersions, type Versions } from "../../versions/useVersions.ts";

/** What stands for the writer that comes with the page and was not taken yet; ids of versions are longer. */
const NOT_TAKEN = "taught";

/** Untaught or taught: the version that a run starts from, without a way to the versions and back. */
export default function WriterChoice() {
  const versions = useVersions();
  const writer = taughtWriterFor(versions.loaded?.hash ?? "");
  const { listed } = versions;
  return listed && writer ? <Choice versions={versions} listed={listed} writer={writer} /> : null;
}

interface ChoiceProps {
  versions: Versions;
  listed: NonNullable<Versions["listed"]>;
  writer: TaughtWriter;
}

function Choice({ versions, listed, writer }: ChoiceProps) {
  const id = useId();
  const busy = usePlaygroundState((state) => whyBusy(state, "versions"));
  const { working, failure, measured, fetching, ask, takeTaught } = versions;
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
