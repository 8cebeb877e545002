import { useState } from "react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { roundsEntry, roundsSource } from "../../../app/playgroundState.ts";
import {
  matchingRoundsPreset,
  ROUNDS_PARTS,
  type RoundsPart,
  roundsFieldsOf,
  roundsIssues,
  roundsPreset,
  valuesOf,
} from "../../../app/rounds/roundsDraft.ts";
import { isBusy } from "../../../app/runs/runsState.ts";
import { isVisible, type NamedField } from "../../../protocol/fields.ts";
import { TASK_PAGES } from "../../../tasks/page/pages.ts";
import { BasicSetting } from "../../settings/BasicSetting.tsx";
import { FoldButton } from "../../settings/FoldButton.tsx";
import { PresetChoice } from "../../settings/PresetChoice.tsx";
import { SettingControl } from "../../settings/SettingControl.tsx";
import { SettingGroups } from "../../settings/SettingGroups.tsx";
import styles from "../../settings/SetupLine.module.css";
import { useRounds, useRoundsDraft } from "./useRounds.ts";

/** The few settings of the rounds that matter most, and the way to all the others. */
export function RoundsSetup() {
  const { id: task, rounds: metadata } = usePlaygroundState(roundsEntry);
  const draft = useRoundsDraft();
  const atHand = usePlaygroundState((state) => roundsSource(state).atHand);
  const busy = usePlaygroundState((state) => isBusy(state));
  const rounds = useRounds();
  const [open, setOpen] = useState(false);
  const preset = matchingRoundsPreset(metadata, draft);
  const issues = roundsIssues(metadata, draft, atHand);
  const paper = roundsPreset(metadata, "paper").settings;
  const shown = (part: RoundsPart, level: NamedField["level"]) =>
    roundsFieldsOf(metadata, part).filter(
      (field) => field.level === level && (part !== "task" || isVisible(field, draft.task)),
    );
  const setting = (part: RoundsPart, field: NamedField, compact: boolean) => {
    const issue = issues.find((one) => one.part === part && one.key === field.key);
    return (
      <SettingControl
        key={field.key}
        field={field}
        settings={valuesOf(draft, part)}
        paper={valuesOf(paper, part)}
        onChange={(key, value) => rounds.changeSetting(part, key, value)}
        issue={issue && { message: issue.message, missing: false }}
        compact={compact}
      />
    );
  };
  const folded = ROUNDS_PARTS.flatMap((part) => shown(part, "advanced").map((field) => ({ part, field })));
  const isFoldedWrong = issues.some(({ part, key }) =>
    folded.some((one) => one.part === part && one.field.key === key),
  );
  return (
    <section className={styles.setup} aria-label="Setup of the rounds" data-panel="settings">
      <div className={styles.line}>
        <div className={styles.preset}>
          <label htmlFor="rounds-task">Learn on</label>
          <select
            id="rounds-task"
            value={task}
            disabled={busy}
            onChange={(event) => void rounds.chooseTask(event.target.value)}
          >
            {TASK_PAGES.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <PresetChoice
          id="rounds-preset"
          presets={metadata.presets}
          chosen={preset}
          onChoose={rounds.choosePreset}
        />
        {shown("rounds", "basic").map((field) => (
          <BasicSetting key={field.key} field={field} onRerollSeed={rounds.rerollSeed}>
            {setting("rounds", field, true)}
          </BasicSetting>
        ))}
        <FoldButton controls="rounds-settings" open={open} onChange={setOpen} isWrong={isFoldedWrong} atEnd>
          All settings
        </FoldButton>
      </div>
      <div id="rounds-settings">
        {open && (
          <SettingGroups items={folded} groupOf={({ field }) => field.group}>
            {({ part, field }) => setting(part, field, false)}
          </SettingGroups>
        )}
      </div>
    </section>
  );
}
