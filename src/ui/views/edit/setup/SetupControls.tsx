import { ChevronDown, Dices } from "lucide-react";
import { lazy, useState } from "react";
import { issueField, matchingPreset } from "../../../../app/edit/settings.ts";
import { isOwnLoaded } from "../../../../app/edit/taskModels.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { isVisible, namedFields } from "../../../../protocol/fields.ts";
import { issueAt } from "../../../../tasks/page/taskPage.ts";
import { Button, IconButton } from "../../../primitives/Button.tsx";
import { Part } from "../../../primitives/Part.tsx";
import { SettingControl } from "../../../settings/SettingControl.tsx";
import styles from "../../../settings/SetupLine.module.css";
import { useIssues, useSetup, useTask } from "../TaskContext.tsx";
import { Comparisons } from "./Comparisons.tsx";

const SettingsPanel = lazy(() => import("./SettingsPanel.tsx"));

/** The few settings that everybody understands, and the way to all the others. */
export default function SetupControls() {
  const { entry } = useTask();
  const { id, settings: rules } = entry;
  const { settings } = useSetup();
  const { setups } = usePlayground();
  const issues = useIssues();
  const [open, setOpen] = useState(false);
  const preset = matchingPreset(rules, settings);
  const isOwn = usePlaygroundState((state) => isOwnLoaded(state.session, entry));
  const basic = namedFields(rules.fields).filter(
    (field) =>
      field.level === "basic" && isVisible(field, settings) && !(isOwn && rules.notOfOwn.includes(field.key)),
  );
  const isFoldedWrong = namedFields(rules.fields).some(
    ({ key, level }) => level === "advanced" && issueAt(issues, issueField(key)),
  );
  return (
    <>
      <div className={styles.line}>
        <div className={styles.preset}>
          <label htmlFor="preset">Preset</label>
          <select
            id="preset"
            value={preset?.id ?? ""}
            title={preset?.help}
            onChange={(event) => setups.choosePreset(id, event.target.value)}
          >
            {!preset && <option value="">Changed</option>}
            {rules.presets.map((one) => (
              <option key={one.id} value={one.id}>
                {one.label}
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
              onChange={(key, value) => setups.changeSetting(id, key, value)}
              issue={issueAt(issues, issueField(field.key))}
              compact
            />
            {field.key === "seed" && (
              <IconButton
                label="Roll a new seed"
                icon={<Dices aria-hidden />}
                onClick={() => setups.rerollSeed(id)}
              />
            )}
          </div>
        ))}
        <Comparisons />
        <Button
          look="quiet"
          className={styles.more}
          aria-expanded={open}
          aria-controls="settings-panel"
          icon={<ChevronDown aria-hidden data-open={open} />}
          onClick={() => setOpen(!open)}
        >
          Advanced settings
          {isFoldedWrong && <span className={styles.wrong}>(to be mended)</span>}
        </Button>
      </div>
      <div id="settings-panel">
        {open && (
          <Part>
            <SettingsPanel />
          </Part>
        )}
      </div>
    </>
  );
}
