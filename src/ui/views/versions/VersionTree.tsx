import { ArrowDownToLine, CircleDot, ShieldAlert, Trash2, Undo2 } from "lucide-react";
import type { Json } from "../../../protocol/run.ts";
import type { Version } from "../../../versions/version.ts";
import { Button, IconButton } from "../../primitives/Button.tsx";
import { formatBytes } from "../../primitives/format.ts";
import { formatMoment } from "../../primitives/formatMoment.ts";
import page from "../../primitives/Section.module.css";
import { DriftFacts } from "./DriftFacts.tsx";
import { StatementList, sayers } from "./StatementList.tsx";
import type { Versions } from "./useVersions.ts";
import styles from "./Versions.module.css";

interface VersionTreeProps {
  versions: Versions;
  disabled: boolean;
}

const KINDS: Record<Version["kind"], string> = {
  adapter: "an edit’s adapter",
  writer: "a writer’s update",
  merge: "one of a sequence",
  import: "imported",
};

/** All versions as branches from the untouched model: a nested list, drawn as a graph. */
export function VersionTree({ versions, disabled }: VersionTreeProps) {
  const { listed, loaded, ask } = versions;
  if (listed === null) return null;
  const bytes = listed.versions.reduce((sum, { weights }) => sum + weights.bytes, 0);
  return (
    <section className={page.section} aria-labelledby="heading-versions" data-panel="versions">
      <h2 id="heading-versions">Versions of {loaded?.name}</h2>
      <p className={page.meaning}>
        A single run starts from the version in force; rounds and streams start from the untouched model.
        Rolling back keeps the others.
        {bytes > 0 && ` ${formatBytes(bytes)} ${listed.lasting ? "on disk" : "in memory"}.`}
      </p>
      <ul className={styles.tree} aria-label="Versions">
        <li className={styles.node} aria-current={listed.current === null ? "true" : undefined}>
          <div className={styles.head}>
            <span className={styles.title}>Untouched model</span>
            <InForce
              isCurrent={listed.current === null}
              name="the untouched model"
              disabled={disabled}
              onSwitch={() => ask({ type: "checkout", id: null })}
            />
          </div>
          <Children parent={null} versions={versions} disabled={disabled} />
        </li>
      </ul>
      {listed.earlier.length > 0 && (
        <p>
          {listed.earlier.length} kept on earlier weights of {loaded?.name} ({listed.earlier.join(", ")}).
          Those of today are others, so that none of it applies.{" "}
          <Button
            look="quiet"
            icon={<Trash2 aria-hidden />}
            disabled={disabled}
            onClick={() => ask({ type: "removeEarlier" })}
          >
            Delete them
          </Button>
        </p>
      )}
      {listed.quarantined.length > 0 && (
        <>
          <h3 className={styles.subheading}>Quarantined: never applied</h3>
          <ul className={styles.statements}>
            {listed.quarantined.map(({ id, reason, bytes }) => (
              <li key={id}>
                <ShieldAlert aria-hidden /> {id}: {reason}, {formatBytes(bytes)}
                <IconButton
                  label={`Delete ${id}`}
                  icon={<Trash2 aria-hidden />}
                  disabled={disabled}
                  onClick={() => ask({ type: "remove", id })}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Children({ parent, versions, disabled }: VersionTreeProps & { parent: string | null }) {
  const { listed, ask } = versions;
  const children = listed?.versions.filter((version) => version.parent === parent) ?? [];
  if (children.length === 0) return null;
  return (
    <ul className={styles.branches}>
      {children.map((version) => {
        const { id, name, kind, createdAt, accuracy, drift, training, weights } = version;
        const isCurrent = listed?.current === id;
        return (
          <li key={id} className={styles.node} aria-current={isCurrent ? "true" : undefined}>
            <div className={styles.head}>
              <span className={styles.title}>{name}</span>
              <InForce
                isCurrent={isCurrent}
                name={name}
                disabled={disabled}
                onSwitch={() => ask({ type: "checkout", id })}
              />
              <IconButton
                label={`Export ${name} as a PEFT adapter`}
                icon={<ArrowDownToLine aria-hidden />}
                disabled={disabled}
                onClick={() => ask({ type: "export", id })}
              />
              <IconButton
                label={`Delete ${name}`}
                icon={<Trash2 aria-hidden />}
                disabled={disabled || isCurrent}
                onClick={() => ask({ type: "remove", id })}
              />
            </div>
            <p className={page.details}>
              {KINDS[kind]} · {formatMoment(createdAt)} · {formatBytes(weights.bytes)} · rank {weights.rank}
              {training && ` · seed ${training.seed}`} · weights {weights.sha256.slice(0, 8)}
            </p>
            {accuracy && (
              <p className={styles.accuracy}>
                {kind === "writer"
                  ? "Right on held-out passages, after training on edits it writes"
                  : "Right closed book"}
                : {accuracy.before.correct}/{accuracy.before.total} before,{" "}
                <strong>
                  {accuracy.after.correct}/{accuracy.after.total}
                </strong>{" "}
                after
              </p>
            )}
            {drift ? <DriftFacts drift={drift} /> : <p className={page.details}>Drift was not measured.</p>}
            {training && <StatementList pieces={training.pieces} of={sayers(kind)} />}
            {training && <TrainedWith settings={training.settings} />}
            <Children parent={id} versions={versions} disabled={disabled} />
          </li>
        );
      })}
    </ul>
  );
}

/** Every setting of the run that trained it. */
function TrainedWith({ settings }: { settings: Json }) {
  if (settings === null || typeof settings !== "object") return null;
  return (
    <details className={styles.details}>
      <summary>Trained with</summary>
      <p className={styles.statements}>
        {Object.entries(settings)
          .map(([key, value]) => `${key} ${typeof value === "string" ? value || "–" : JSON.stringify(value)}`)
          .join(" · ")}
      </p>
    </details>
  );
}

interface InForceProps {
  isCurrent: boolean;
  name: string;
  disabled: boolean;
  onSwitch: () => void;
}

function InForce({ isCurrent, name, disabled, onSwitch }: InForceProps) {
  if (isCurrent) {
    return (
      <span className={styles.current}>
        <CircleDot aria-hidden /> in force
      </span>
    );
  }
  return (
    <Button
      look="quiet"
      aria-label={`Roll back to ${name}`}
      icon={<Undo2 aria-hidden />}
      disabled={disabled}
      onClick={onSwitch}
    >
      Roll back to this
    </Button>
  );
}
