import { GitCommitVertical, ShieldAlert } from "lucide-react";
import { useState } from "react";
import type { Versions } from "../../app/useVersions.ts";
import type { Version } from "../../protocol/version.ts";
import page from "../outer/OuterPage.module.css";
import { Button } from "../primitives/Button.tsx";
import { DriftFacts } from "./DriftFacts.tsx";
import { StatementList, sayers } from "./StatementList.tsx";
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

/** What the last run left, an adapter or a writer: keep it, or see why it was vetoed. */
export function KeepAdapter({ versions, disabled }: KeepAdapterProps) {
  const { ledger, limits, vetoed, ask } = versions;
  const keepable = ledger?.keepable ?? null;
  const [names, setNames] = useState<Record<string, string>>({});
  if (keepable === null) {
    return (
      <p className={page.none}>
        No adapter is waiting. <a href="#view=edit">Run one edit</a>: what it trained can be kept here
        afterwards, and so can the writer of <a href="#view=rounds">rounds</a> and what a{" "}
        <a href="#view=stream">stream</a> has merged.
      </p>
    );
  }
  const { runId } = keepable;
  const name = names[runId] ?? keepable.name;
  const keep = (despite: boolean) =>
    ask({ type: "keep", runId, name: name.trim() || keepable.name, limits, despite });
  const isVetoed = vetoed?.runId === runId;
  return (
    <section className={page.section} aria-labelledby="heading-keep">
      <h2 id="heading-keep">Trained, not kept yet</h2>
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          keep(false);
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
        <Button type="submit" look="primary" disabled={disabled} icon={<GitCommitVertical aria-hidden />}>
          {KEEP[keepable.kind]}
        </Button>
      </form>
      {keepable.steps > 1 && (
        <p className={page.details}>
          It becomes {keepable.steps} versions, one for each {keepable.kind === "merge" ? "merge" : "round"},
          of which this is the last. What is kept already is not kept again.
        </p>
      )}
      {isVetoed && (
        <div className={styles.veto} role="alert">
          <p className={styles.vetoTitle}>
            <ShieldAlert aria-hidden /> Vetoed: it is not merged.
          </p>
          <ul className={styles.reasons}>
            {vetoed.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          {vetoed.drift && <DriftFacts drift={vetoed.drift} />}
          <StatementList pieces={vetoed.pieces} of={sayers(keepable.kind)} />
          <Button disabled={disabled} onClick={() => keep(true)}>
            Merge it nevertheless
          </Button>
        </div>
      )}
    </section>
  );
}
