import { useId } from "react";
import { describeSetting } from "../../app/edit/settings.ts";
import type { NamedField } from "../../protocol/fields.ts";
import type { Issue } from "../../tasks/page/taskPage.ts";
import { FieldMessage } from "../primitives/FieldMessage.tsx";
import { NumberSetting } from "./NumberSetting.tsx";
import styles from "./SettingControl.module.css";

interface SettingControlProps {
  field: NamedField;
  /** The object that has the field's key. */
  settings: object;
  /** What the paper used, by key. */
  paper: object | undefined;
  onChange: (key: string, value: unknown) => void;
  issue: Pick<Issue, "message" | "missing"> | undefined;
  /** Only label and field; no help. */
  compact?: boolean;
}

/** One setting, drawn from the task's own description of it. */
export function SettingControl({
  field,
  settings,
  paper,
  onChange,
  issue,
  compact = false,
}: SettingControlProps) {
  const change = (next: unknown) => onChange(field.key, next);
  const id = useId();
  const helpId = `${id}-help`;
  const issueId = `${id}-issue`;
  const described = [...(compact ? [] : [helpId]), ...(issue ? [issueId] : [])].join(" ");
  const value: unknown = Reflect.get(settings, field.key);
  const shared = {
    id,
    "aria-invalid": issue?.missing === false,
    "aria-describedby": described === "" ? undefined : described,
  };
  const isGroup = field.kind === "choices";
  return (
    <div className={compact ? styles.compact : styles.setting}>
      {isGroup ? (
        <p id={`${id}-label`} className={styles.label}>
          {field.label}
        </p>
      ) : (
        <label htmlFor={id} className={styles.label} title={compact ? field.help : undefined}>
          {field.label}
        </label>
      )}
      <FieldInput
        field={field}
        value={value}
        change={change}
        shared={shared}
        labelId={`${id}-label`}
        compact={compact}
      />
      {!compact && (
        <p id={helpId} className={styles.help}>
          {field.help} <PaperValue field={field} value={value} paper={paper} onChoose={change} />
        </p>
      )}
      <FieldMessage id={issueId} issue={issue} />
    </div>
  );
}

interface FieldInputProps {
  field: NamedField;
  value: unknown;
  change: (next: unknown) => void;
  shared: { id: string; "aria-invalid": boolean; "aria-describedby": string | undefined };
  labelId: string;
  compact: boolean;
}

function FieldInput({ field, value, change, shared, labelId, compact }: FieldInputProps) {
  switch (field.kind) {
    case "number":
      return (
        <NumberSetting
          field={field}
          value={typeof value === "number" ? value : Number.NaN}
          onChange={change}
          shared={shared}
          withSlider={!compact}
        />
      );
    case "choice":
      return (
        <select
          {...shared}
          className={styles.select}
          title={field.options.find((option) => option.value === value)?.help}
          value={String(value)}
          onChange={(event) => change(event.target.value)}
        >
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      );
    case "choices": {
      const chosen: unknown[] = Array.isArray(value) ? value : [];
      return (
        <fieldset className={styles.choices} aria-labelledby={labelId}>
          {field.options.map((option) => {
            const on = chosen.includes(option.value);
            return (
              <label key={option.value} title={option.help}>
                <input
                  type="checkbox"
                  checked={on}
                  // The last one stays: training nothing is not a setting.
                  disabled={on && chosen.length === 1}
                  onChange={() =>
                    change(
                      field.options
                        .map((one) => one.value)
                        .filter((one) => (one === option.value ? !on : chosen.includes(one))),
                    )
                  }
                />
                {option.label}
              </label>
            );
          })}
        </fieldset>
      );
    }
    case "toggle":
      return (
        <input
          {...shared}
          type="checkbox"
          className={styles.toggle}
          checked={value === true}
          onChange={(event) => change(event.target.checked)}
        />
      );
    case "text":
      return (
        <textarea
          {...shared}
          className={styles.text}
          rows={2}
          maxLength={field.maxLength}
          placeholder={field.help}
          value={String(value)}
          onChange={(event) => change(event.target.value)}
        />
      );
  }
}

interface PaperValueProps {
  field: NamedField;
  value: unknown;
  paper: object | undefined;
  onChoose: (value: unknown) => void;
}

/** What the paper used, where it is something else. */
function PaperValue({ field, value, paper, onChoose }: PaperValueProps) {
  if (!paper || !Object.hasOwn(paper, field.key)) return null;
  const theirs: unknown = Reflect.get(paper, field.key);
  if (JSON.stringify(theirs) === JSON.stringify(value)) return null;
  return (
    <button type="button" className={styles.paper} onClick={() => onChoose(theirs)}>
      Paper: {describeSetting(field, theirs)}
    </button>
  );
}
