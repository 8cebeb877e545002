import { GitCommitVertical, ShieldAlert, ShieldCheck } from "lucide-react";
import { Fragment, useState } from "react";
import { TASK_PAGES } from "../../../tasks/page/pages.ts";
import type { Version } from "../../../versions/version.ts";
import type { Measured } from "../../../versions/versionEvents.ts";
import { Button } from "../../primitives/Button.tsx";
import page from "../../primitives/Section.module.css";
import { DriftFacts } from "./DriftFacts.tsx";
import { StatementList, sayers } from "./StatementList.tsx";
import type { Versions } from "./useVersions.ts";
import styles from "./Versions.module.css";

interface KeepAdapterProps {
  versions: Versions;
  disabled: boolean;
}

const KEEP: Record<Version["kind"], string> = {
  adapter: "Keep this adapter",
  writer: "Keep this writer",
  merge: "Keep these merges",
  import: "Keep this adapter",
};

/** What the last run left, an adapter or a writer: look at what it does to the model, then merge it or leave it. */
export function KeepAdapter({ versions, disabled }: KeepAdapterProps) {
  const { listed, limits, measured, ask } = versions;
  const candidate = listed?.candidate ?? null;
  const [names, setNames] = useState<Record<string, string>>({});
  if (candidate === null) {
    return (
      <p className={page.none}>
        No adapter is waiting. Run one edit of{" "}
        {TASK_PAGES.map(({ id, view }, index) => (
          <Fragment key={id}>
            {index > 0 && " or "}
            <a href={`#view=${view.id}`}>{view.label.toLowerCase()}</a>
          </Fragment>
        ))}
        : what it trained can be kept here afterwards, and so can the writer of{" "}
        <a href="#view=rounds">rounds</a> and what a <a href="#view=stream">stream</a> has merged.
      </p>
    );
  }
  const { runId } = candidate;
  const name = names[runId] ?? candidate.name;
  const isMeasured = measured?.runId === runId;
  return (
    <section className={page.section} aria-labelledby="heading-keep">
      <h2 id="heading-keep">Trained, not kept yet</h2>
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          ask({ type: "measure", runId, limits });
        }}
      >
        <label className={styles.field}>
          <span>Name</span>
          <input
            className={styles.name}
            value={name}
            maxLength={200}
            onChange={({ target }) => setNames({ ...names, [runId]: target.value })}
          />
        </label>
        <Button
          type="submit"
          look={isMeasured ? "plain" : "primary"}
          disabled={disabled}
          icon={<GitCommitVertical aria-hidden />}
        >
          {KEEP[candidate.kind]}
        </Button>
      </form>
      {candidate.steps > 1 && (
        <p className={page.details}>
          It becomes {candidate.steps} versions, one for each {candidate.kind === "merge" ? "merge" : "round"}
          , of which this is the last. What is kept already is not kept again.
        </p>
      )}
      {isMeasured && (
        <Finding
          measured={measured}
          kind={candidate.kind}
          disabled={disabled}
          onMerge={(despite) =>
            ask({ type: "keep", runId, name: name.trim() || candidate.name, limits, despite })
          }
        />
      )}
    </section>
  );
}

interface FindingProps {
  measured: Measured;
  kind: Version["kind"];
  disabled: boolean;
  onMerge: (despite: boolean) => void;
}

/** Nothing is merged that was not shown: what it says, how far the model drifts, and whether a limit speaks against it. */
function Finding({ measured, kind, disabled, onMerge }: FindingProps) {
  const { reasons, drift, pieces } = measured;
  const isVetoed = reasons.length > 0;
  return (
    <div className={isVetoed ? styles.veto : styles.accepted} role={isVetoed ? "alert" : "status"}>
      <p className={styles.findingTitle}>
        {isVetoed ? <ShieldAlert aria-hidden /> : <ShieldCheck aria-hidden />}{" "}
        {isVetoed ? "Vetoed: it is not merged." : "Within your limits. Nothing is merged yet."}
      </p>
      {isVetoed && (
        <ul className={styles.reasons}>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {drift && <DriftFacts drift={drift} />}
      <StatementList pieces={pieces} of={sayers(kind)} />
      <Button look={isVetoed ? "plain" : "primary"} disabled={disabled} onClick={() => onMerge(isVetoed)}>
        {isVetoed ? "Merge it nevertheless" : "Merge it"}
      </Button>
    </div>
  );
}
