import { useId } from "react";
import type { KnowledgeSettings } from "../../app/draft.ts";
import type { DraftIssue } from "../../app/draftCheck.ts";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { type Control, describeValue, findPreset } from "../../app/presets.ts";
import { FieldMessage } from "../primitives/FieldMessage.tsx";
import { NumberSetting } from "./NumberSetting.tsx";
import styles from "./SettingControl.module.css";

interface SettingControlProps {
  control: Control;
  settings: KnowledgeSettings;
  issue: DraftIssue | undefined;
  /** Only label and field; no help. */
  compact?: boolean;
}

/** One setting, drawn from the task's own description of it. */
export function SettingControl({ control, settings, issue, compact = false }: SettingControlProps) {
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
      <Field control={control} value={value} shared={shared} labelId={`${id}-label`} compact={compact} />
      {!compact && (
        <p id={helpId} className={styles.help}>
          {control.help} <PaperValue control={control} value={value} />
        </p>
      )}
      <FieldMessage id={`${id}-issue`} issue={issue} />
    </div>
  );
}

interface FieldProps {
  control: Control;
  value: unknown;
  shared: { id: string; "aria-invalid": boolean; "aria-describedby": string | undefined };
  labelId: string;
  compact: boolean;
}

function Field({ control, value, shared, labelId, compact }: FieldProps) {
  const { draft } = usePlayground();
  const change = (next: unknown) => draft.changeSetting(control.key, next);
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

/** What the paper used, where it is something else. */
function PaperValue({ control, value }: { control: Control; value: unknown }) {
  const { draft } = usePlayground();
  const paper = findPreset("paper")?.settings;
  if (!paper || !Object.hasOwn(paper, control.key)) return null;
  const theirs: unknown = Reflect.get(paper, control.key);
  if (JSON.stringify(theirs) === JSON.stringify(value)) return null;
  return (
    <button type="button" className={styles.paper} onClick={() => draft.changeSetting(control.key, theirs)}>
      Paper: {describeValue(control.key, theirs)}
    </button>
  );
}

/** Some settings matter only beside a certain value of another one. */
export function isVisible(control: Control, settings: KnowledgeSettings): boolean {
  if (control.kind !== "text" || !control.onlyWhen) return true;
  return Reflect.get(settings, control.onlyWhen.key) === control.onlyWhen.value;
}
