import { namedFields } from "../../../protocol/fields.ts";
import { ACCEPTANCE_FIELDS, type AcceptanceLimits } from "../../../versions/versionEvents.ts";
import page from "../../primitives/Section.module.css";
import styles from "./Versions.module.css";

interface VersionLimitsProps {
  limits: AcceptanceLimits;
  onChange: (limits: AcceptanceLimits) => void;
}

const FIELDS = namedFields(ACCEPTANCE_FIELDS).filter((field) => field.kind === "number");

/** Beyond any of these an adapter is vetoed. */
export function VersionLimits({ limits, onChange }: VersionLimitsProps) {
  return (
    <section className={page.section} aria-labelledby="heading-limits" data-panel="limits">
      <h2 id="heading-limits">What you accept at most</h2>
      <p className={page.meaning}>
        Beyond any of these an adapter, an imported one too, is shown with the reason, and not merged. False
        statements are a share of those that can be checked (in the invented world, and of puzzles whose rule
        is known), vague lines of all that were kept: they say nothing of their passage.
      </p>
      <div className={styles.row}>
        {FIELDS.map((field) => (
          <label key={field.key} className={styles.field} title={field.help}>
            <span>{field.label}</span>
            <input
              type="number"
              className={styles.limit}
              min={field.min}
              max={field.max}
              step={field.step}
              defaultValue={Number(Reflect.get(limits, field.key))}
              onChange={({ target }) => {
                const value = target.valueAsNumber;
                if (field.schema.safeParse(value).success) onChange({ ...limits, [field.key]: value });
              }}
            />
          </label>
        ))}
      </div>
    </section>
  );
}
