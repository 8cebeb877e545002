import { useId, useState } from "react";
import { type NamedField, type NumberField, namedFields } from "../../../protocol/fields.ts";
import { ACCEPTANCE_FIELDS, type AcceptanceLimits } from "../../../versions/versionEvents.ts";
import { FieldMessage } from "../../primitives/FieldMessage.tsx";
import page from "../../primitives/Section.module.css";
import { NumberSetting } from "../../settings/NumberSetting.tsx";
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
      <div className={styles.limits}>
        {FIELDS.map((field) => (
          <Limit
            key={field.key}
            field={field}
            value={Number(Reflect.get(limits, field.key))}
            onChange={(value) => onChange({ ...limits, [field.key]: value })}
          />
        ))}
      </div>
    </section>
  );
}

interface LimitProps {
  field: NamedField & NumberField;
  /** What is in force. */
  value: number;
  onChange: (value: number) => void;
}

/** What is typed and allowed is in force at once; anything else is not, and says so. */
function Limit({ field, value, onChange }: LimitProps) {
  const id = useId();
  const [refused, setRefused] = useState<number | null>(null);
  const issue =
    refused === null
      ? undefined
      : {
          message: `From ${field.min} to ${field.max}; until then ${value} holds.`,
          missing: Number.isNaN(refused),
        };
  return (
    <div className={styles.field} title={field.help}>
      <label htmlFor={id}>{field.label}</label>
      <NumberSetting
        field={field}
        value={refused ?? value}
        onChange={(typed) => {
          const isAllowed = field.schema.safeParse(typed).success;
          setRefused(isAllowed ? null : typed);
          if (isAllowed) onChange(typed);
        }}
        shared={{
          id,
          "aria-invalid": issue?.missing === false,
          "aria-describedby": issue && `${id}-issue`,
        }}
        withSlider={false}
      />
      <FieldMessage id={`${id}-issue`} issue={issue} />
    </div>
  );
}
