import type { AcceptanceLimits } from "../../../protocol/versionEvents.ts";
import page from "../rounds/OuterPage.module.css";
import styles from "./Versions.module.css";

interface VersionLimitsProps {
  limits: AcceptanceLimits;
  onChange: (limits: AcceptanceLimits) => void;
}

const FIELDS: readonly {
  key: keyof AcceptanceLimits;
  label: string;
  min: number;
  max: number;
  step: number;
}[] = [
  { key: "kl", label: "KL, nats a token", min: 0, max: 100, step: 0.05 },
  { key: "perplexityRatio", label: "Perplexity, times", min: 1, max: 1000, step: 0.1 },
  { key: "canariesLost", label: "Lost canaries", min: 0, max: 1000, step: 1 },
  { key: "falsePercent", label: "False statements, %", min: 0, max: 100, step: 0.5 },
];

/** Beyond any of these an adapter is vetoed. */
export function VersionLimits({ limits, onChange }: VersionLimitsProps) {
  return (
    <section className={page.section} aria-labelledby="heading-limits">
      <h2 id="heading-limits">What you accept at most</h2>
      <p className={page.meaning}>
        Beyond any of these an adapter, an imported one too, is shown with the reason, and not merged. False
        statements are a share of those that can be checked: in the invented world, and of puzzles whose rule
        is known.
      </p>
      <div className={styles.row}>
        {FIELDS.map(({ key, label, min, max, step }) => (
          <label key={key} className={styles.field}>
            <span>{label}</span>
            <input
              type="number"
              className={styles.limit}
              min={min}
              max={max}
              step={step}
              defaultValue={limits[key]}
              onChange={({ target }) => {
                const value = target.valueAsNumber;
                const fits = value >= min && value <= max && (step < 1 || Number.isInteger(value));
                if (fits) onChange({ ...limits, [key]: value });
              }}
            />
          </label>
        ))}
      </div>
    </section>
  );
}
