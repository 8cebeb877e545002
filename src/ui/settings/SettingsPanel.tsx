import { checkDraft, issueFor } from "../../app/draftCheck.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { CONTROLS, findPreset } from "../../app/presets.ts";
import { isVisible, SettingControl } from "./SettingControl.tsx";
import styles from "./SettingsPanel.module.css";

/** All the other settings, by group, each with what the paper used. */
export default function SettingsPanel() {
  const draft = usePlaygroundState((state) => state.draft);
  const { draft: actions } = usePlayground();
  const issues = checkDraft(draft);
  const advanced = CONTROLS.filter(
    (control) => control.level === "advanced" && isVisible(control, draft.settings),
  );
  const groups = [...new Set(advanced.map((control) => control.group))];
  return (
    <div className={styles.panel}>
      {groups.map((group) => (
        <fieldset key={group} className={styles.group}>
          <legend>{group}</legend>
          <div className={styles.controls}>
            {advanced
              .filter((control) => control.group === group)
              .map((control) => (
                <SettingControl
                  key={control.key}
                  control={control}
                  settings={draft.settings}
                  paper={findPreset("paper")?.settings}
                  onChange={actions.changeSetting}
                  issue={issueFor(issues, `setting:${control.key}`)}
                />
              ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}
