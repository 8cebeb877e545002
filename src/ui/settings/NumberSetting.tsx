import { useState } from "react";
import type { NumberField } from "../../protocol/fields.ts";
import styles from "./SettingControl.module.css";
import { fromSlider, SLIDER_STEPS, toSlider } from "./sliderScale.ts";

interface NumberSettingProps {
  field: NumberField;
  /** NaN while the field is empty. */
  value: number;
  onChange: (value: number) => void;
  shared: { id: string; "aria-invalid": boolean; "aria-describedby": string | undefined };
  withSlider: boolean;
}

/** A number: typed exactly, or found with a slider. */
export function NumberSetting({ field, value, onChange, shared, withSlider }: NumberSettingProps) {
  // What is typed may be no number yet ("1e-"); only numbers leave the field.
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <div className={styles.number}>
      {withSlider && (
        <input
          type="range"
          aria-label={`${field.label}, slider`}
          min={0}
          max={SLIDER_STEPS}
          value={toSlider(value, field)}
          aria-valuetext={String(value)}
          onChange={(event) => {
            setTyped(null);
            onChange(fromSlider(event.target.valueAsNumber, field));
          }}
        />
      )}
      <input
        {...shared}
        className={styles.exact}
        inputMode={field.integer ? "numeric" : "decimal"}
        value={typed ?? (Number.isNaN(value) ? "" : String(value))}
        onChange={(event) => {
          const text = event.target.value;
          setTyped(text);
          const number = text.trim() === "" ? Number.NaN : Number(text);
          onChange(field.integer && !Number.isNaN(number) ? Math.round(number) : number);
        }}
        onBlur={() => setTyped(null)}
      />
    </div>
  );
}
