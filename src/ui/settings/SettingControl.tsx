import { useId } from "react";
import type { DraftIssue } from "../../app/draftCheck.ts";
import { type Control, describeSetting } from "../../app/presets.ts";
import { FieldMessage } from "../primitives/FieldMessage.tsx";
import { NumberSetting } from "./NumberSetting.tsx";
import styles from "./SettingControl.module.css";

interface SettingControlProps {
  control: Control;
  /** The object that has the control's key. */
  settings: object;
  /** What the paper used, by key. */
  paper: object | undefined;
  onChange: (key: string, value: unknown) => void;
  issue: Pick<DraftIssue, "message" | "missing"> | undefined;
  /** Only label and field; no help. */
  compact?: boolean;
}

/** One setting, drawn from the task's own description of it. */
export function SettingControl({
  control,
  settings,
  paper,
  onChange,
  issue,
  compact = false,
}: SettingControlProps) {
  const change = (next: unknown) => onChange(control.key, next);
  const id = useId();
  const helpId = `${id}-help`;
  const value: unknown = Reflect.get(settings, control.key);
  const shared = {
    id,
    "aria-invalid": issue?.missing === false,
    "aria-describedby": compact ? undefined : helpId,
  };
  const isGroup = control.kind === "choices";
  return (
    <div className={compact ? styles.compact : styles.setting}>
      {isGroup ? (
        <p id={`${id}-label`} className={styles.label}>
          {control.label}
        </p>
      ) : (
        <label htmlFor={id} className={styles.label} title={compact ? control.help : undefined}>
          {control.label}
        </label>
      )}
      <Field
        control={control}
        value={value}
        change={change}
        shared={shared}
        labelId={`${id}-label`}
        compact={compact}
      />
      {!compact && (
        <p id={helpId} className={styles.help}>
          {control.help} <PaperValue control={control} value={value} paper={paper} onChoose={change} />
        </p>
      )}
      <FieldMessage id={`${id}-issue`} issue={issue} />
    </div>
  );
}

interface FieldProps {
  control: Control;
  value: unknown;
  change: (next: unknown) => void;
  shared: { id: string; "aria-invalid": boolean; "aria-describedby": string | undefined };
  labelId: string;
  compact: boolean;
}

function Field({ control, value, change, shared, labelId, compact }: FieldProps) {
  switch (control.kind) {
    case "number":
      return (
        <NumberSetting
          control={control}
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
          title={control.options.find((option) => option.value === value)?.help}
          value={String(value)}
          onChange={(event) => change(event.target.value)}
        >
          {control.options.map((option) => (
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
          {control.options.map((option) => {
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
                      control.options
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
          maxLength={control.maxLength}
          placeholder={control.help}
          value={String(value)}
          onChange={(event) => change(event.target.value)}
        />
      );
  }
}

interface PaperValueProps {
  control: Control;
  value: unknown;
  paper: object | undefined;
  onChoose: (value: unknown) => void;
}

/** What the paper used, where it is something else. */
function PaperValue({ control, value, paper, onChoose }: PaperValueProps) {
  if (!paper || !Object.hasOwn(paper, control.key)) return null;
  const theirs: unknown = Reflect.get(paper, control.key);
  if (JSON.stringify(theirs) === JSON.stringify(value)) return null;
  return (
    <button type="button" className={styles.paper} onClick={() => onChoose(theirs)}>
      Paper: {describeSetting(control, theirs)}
    </button>
  );
}

/** Some settings matter only beside a certain value of another one. */
export function isVisible(control: Control, settings: object): boolean {
  if (control.kind !== "text" || !control.onlyWhen) return true;
  return Reflect.get(settings, control.onlyWhen.key) === control.onlyWhen.value;
}
