import type { Preset } from "../../tasks/metadata.ts";
import styles from "./SetupLine.module.css";

interface PresetChoiceProps {
  id: string;
  presets: readonly Preset<unknown>[];
  /** The one that is set; none where something was changed. */
  chosen: Preset<unknown> | undefined;
  onChoose: (id: string) => void;
}

/** All settings at once. */
export function PresetChoice({ id, presets, chosen, onChoose }: PresetChoiceProps) {
  return (
    <div className={styles.preset}>
      <label htmlFor={id}>Preset</label>
      <select
        id={id}
        value={chosen?.id ?? ""}
        title={chosen?.help}
        onChange={(event) => onChoose(event.target.value)}
      >
        {!chosen && <option value="">Changed</option>}
        {presets.map((preset) => (
          <option key={preset.id} value={preset.id}>
            {preset.label}
          </option>
        ))}
      </select>
    </div>
  );
}
