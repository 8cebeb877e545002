import { checkDraft, issueFor } from "../../app/draftCheck.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { FIELDS, findPreset } from "../../app/presets.ts";
import { isVisible } from "../../protocol/fields.ts";
import { SettingControl } from "./SettingControl.tsx";
import styles from "./SettingsPanel.module.css";

/** All the other settings, by group, each with what the paper used. */
export default function SettingsPanel() {
  const draft = usePlaygroundState((state) => state.draft);
  const { draft: actions } = usePlayground();
  const issues = checkDraft(draft);
  const advanced = FIELDS.filter((field) => field.level === "advanced" && isVisible(field, draft.settings));
  const groups = [...new Set(advanced.map((field) => field.group))];
  return (
    <div className={styles.panel}>
      {groups.map((group) => (
        <fieldset key={group} className={styles.group}>
          <legend>{group}</legend>
          <div className={styles.controls}>
            {advanced
              .filter((field) => field.group === group)
              .map((field) => (
                <SettingControl
                  key={field.key}
                  field={field}
                  settings={draft.settings}
                  paper={findPreset("paper")?.settings}
                  onChange={actions.changeSetting}
                  issue={issueFor(issues, `setting:${field.key}`)}
                />
              ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}
