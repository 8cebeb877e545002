import { ChevronDown, Dices } from "lucide-react";
import { lazy, useState } from "react";
import { checkDraft, issueFor } from "../../app/draftCheck.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { isEmbeddedLoaded } from "../../app/playgroundState.ts";
import { FIELDS, matchingPreset, PRESETS } from "../../app/presets.ts";
import { isVisible } from "../../protocol/fields.ts";
import { Button, IconButton } from "../primitives/Button.tsx";
import { Part } from "../primitives/Part.tsx";
import { SettingControl } from "./SettingControl.tsx";
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
  const basic = FIELDS.filter(
    (field) =>
      field.level === "basic" &&
      isVisible(field, settings) &&
      // The embedded model knows one format only.
      !(isEmbedded && field.key === "format"),
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
        {basic.map((field) => (
          <div key={field.key} className={styles.basic} data-kind={field.kind}>
            <SettingControl
              field={field}
              settings={settings}
              paper={undefined}
              onChange={draft.changeSetting}
              issue={issueFor(issues, `setting:${field.key}`)}
              compact
            />
            {field.key === "seed" && (
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
  return FIELDS.some((field) => field.key === key && field.level === "advanced");
}
