import { ChevronDown, Dices } from "lucide-react";
import { lazy, useState } from "react";
import { checkDraft, issueFor } from "../../app/draftCheck.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { isEmbeddedLoaded } from "../../app/playgroundState.ts";
import { CONTROLS, matchingPreset, PRESETS } from "../../app/presets.ts";
import { Button, IconButton } from "../primitives/Button.tsx";
import { Part } from "../primitives/Part.tsx";
import { isVisible, SettingControl } from "./SettingControl.tsx";
import styles from "./SetupLine.module.css";

const SettingsPanel = lazy(() => import("./SettingsPanel.tsx"));

/** The few settings that everybody understands, and the way to all the others. */
export function SetupLine() {
  const draftState = usePlaygroundState((state) => state.draft);
  const { settings } = draftState;
  const { draft } = usePlayground();
  const [open, setOpen] = useState(false);
  const preset = matchingPreset(settings);
  const issues = checkDraft(draftState);
  const folded = issues.some(({ field }) => field.startsWith("setting:") && isAdvanced(field));
  const isEmbedded = usePlaygroundState(isEmbeddedLoaded);
  const basic = CONTROLS.filter(
    (control) =>
      control.level === "basic" &&
      isVisible(control, settings) &&
      // The embedded model knows one format only.
      !(isEmbedded && control.key === "format"),
  );
  return (
    <section className={styles.setup} aria-label="Setup">
      <div className={styles.line}>
        <div className={styles.preset}>
          <label htmlFor="preset">Preset</label>
          <select
            id="preset"
            value={preset?.id ?? ""}
            onChange={(event) => draft.choosePreset(event.target.value)}
          >
            {!preset && <option value="">Changed</option>}
            {PRESETS.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </div>
        {basic.map((control) => (
          <div key={control.key} className={styles.basic} data-kind={control.kind}>
            <SettingControl
              control={control}
              settings={settings}
              paper={undefined}
              onChange={draft.changeSetting}
              issue={issueFor(issues, `setting:${control.key}`)}
              compact
            />
            {control.key === "seed" && (
              <IconButton label="Roll a new seed" icon={<Dices aria-hidden />} onClick={draft.rerollSeed} />
            )}
          </div>
        ))}
        <Button
          look="quiet"
          className={styles.more}
          aria-expanded={open}
          aria-controls="settings-panel"
          icon={<ChevronDown aria-hidden data-open={open} />}
          onClick={() => setOpen(!open)}
        >
          Advanced settings
          {folded && <span className={styles.wrong}>(to be mended)</span>}
        </Button>
      </div>
      <div id="settings-panel">
        {open && (
          <Part>
            <SettingsPanel />
          </Part>
        )}
      </div>
    </section>
  );
}

function isAdvanced(field: string): boolean {
  const key = field.slice("setting:".length);
  return CONTROLS.some((control) => control.key === key && control.level === "advanced");
}
