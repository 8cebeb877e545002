import { type CanaryKind, type Drift, probedText } from "../../../protocol/drift.ts";
import styles from "./Versions.module.css";

const KINDS: readonly { kind: CanaryKind; label: string }[] = [
  { kind: "known", label: "what it knew" },
  { kind: "in-context", label: "what stands in the prompt" },
  { kind: "stranger", label: "no confident answer about strangers" },
];

/** Drift from the untouched model in figures; every lost canary is a click away. */
export function DriftFacts({ drift }: { drift: Drift }) {
  const { kl, tokens, perplexity, canaries } = drift;
  const lost = canaries.filter(({ held, holds }) => held && !holds);
  const counts = KINDS.flatMap(({ kind, label }) => {
    const held = canaries.filter((canary) => canary.kind === kind && canary.held);
    return held.length === 0 ? [] : [`${label} ${held.filter(({ holds }) => holds).length}/${held.length}`];
  });
  return (
    <div className={styles.drift}>
      <dl className={styles.figures}>
        <div>
          <dt>KL from the untouched model</dt>
          <dd title={`on ${tokens} tokens of ${probedText(drift)}`}>{kl.toFixed(3)} nats a token</dd>
        </div>
        <div>
          <dt>Perplexity of {probedText(drift)}</dt>
          <dd>
            {perplexity.before.toFixed(2)} → {perplexity.after.toFixed(2)}
          </dd>
        </div>
        <div>
          <dt>Canary questions held</dt>
          <dd>{counts.join(" · ")}</dd>
        </div>
      </dl>
      {lost.length > 0 && (
        <details className={styles.details}>
          <summary>Lost canaries ({lost.length})</summary>
          <ul className={styles.statements}>
            {lost.map(({ kind, question, before, after }) => (
              <li key={question}>
                {question} <q>{before.answer}</q> ({Math.round(100 * before.probability)} %) →{" "}
                <q>{after.answer}</q> ({Math.round(100 * after.probability)} %)
                {kind === "stranger" && ", though nothing was told"}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
