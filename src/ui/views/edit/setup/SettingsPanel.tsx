import { findPreset, issueField } from "../../../../app/edit/settings.ts";
import { usePlayground } from "../../../../app/PlaygroundContext.tsx";
import { isVisible, namedFields } from "../../../../protocol/fields.ts";
import { issueAt } from "../../../../tasks/page/taskPage.ts";
import { SettingControl } from "../../../settings/SettingControl.tsx";
import { SettingGroups } from "../../../settings/SettingGroups.tsx";
import { useIssues, useSetup, useTask } from "../TaskContext.tsx";

/** All the other settings, by group, each with what the paper used. */
export default function SettingsPanel() {
  const { entry } = useTask();
  const { id, settings: rules } = entry;
  const { settings } = useSetup();
  const { setups } = usePlayground();
  const issues = useIssues();
  const advanced = namedFields(rules.fields).filter(
    (field) => field.level === "advanced" && isVisible(field, settings),
  );
  return (
    <SettingGroups items={advanced} groupOf={({ group }) => group}>
      {(field) => (
        <SettingControl
          key={field.key}
          field={field}
          settings={settings}
          paper={findPreset(rules, "paper")?.settings}
          onChange={(key, value) => setups.changeSetting(id, key, value)}
          issue={issueAt(issues, issueField(field.key))}
        />
      )}
    </SettingGroups>
  );
}
