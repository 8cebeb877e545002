import { lazy, useState } from "react";
import { issueField, matchingPreset } from "../../../../app/edit/settings.ts";
import { isOwnLoaded } from "../../../../app/edit/taskModels.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { isVisible, namedFields } from "../../../../protocol/fields.ts";
import { issueAt } from "../../../../tasks/page/taskPage.ts";
import { Part } from "../../../primitives/Part.tsx";
import { BasicSetting } from "../../../settings/BasicSetting.tsx";
import { FoldButton } from "../../../settings/FoldButton.tsx";
import { PresetChoice } from "../../../settings/PresetChoice.tsx";
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
        <PresetChoice
          id="preset"
          presets={rules.presets}
          chosen={preset}
          onChoose={(chosen) => setups.choosePreset(id, chosen)}
        />
        {basic.map((field) => (
          <BasicSetting key={field.key} field={field} onRerollSeed={() => setups.rerollSeed(id)}>
            <SettingControl
              field={field}
              settings={settings}
              paper={undefined}
              onChange={(key, value) => setups.changeSetting(id, key, value)}
              issue={issueAt(issues, issueField(field.key))}
              compact
            />
          </BasicSetting>
        ))}
        <Comparisons />
        <FoldButton controls="settings-panel" open={open} onChange={setOpen} isWrong={isFoldedWrong} atEnd>
          Advanced settings
        </FoldButton>
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
