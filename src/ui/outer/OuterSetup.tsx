import { ChevronDown, Dices } from "lucide-react";
import { useState } from "react";
import {
  matchingOuterPreset,
  OUTER_PARTS,
  OUTER_PRESETS,
  type OuterPart,
  outerIssues,
  outerPreset,
  valuesOf,
} from "../../app/outerDraft.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { isEmbeddedLoaded } from "../../app/playgroundState.ts";
import type { Control } from "../../app/presets.ts";
import { Button, IconButton } from "../primitives/Button.tsx";
import { isVisible, SettingControl } from "../settings/SettingControl.tsx";
import panel from "../settings/SettingsPanel.module.css";
import styles from "../settings/SetupLine.module.css";

const PARTS: readonly OuterPart[] = ["rounds", "writer", "task"];

/** The few settings of the rounds that matter most, and the way to all the others. */
export function OuterSetup() {
  const draft = usePlaygroundState((state) => state.outer.draft);
  const isEmbedded = usePlaygroundState(isEmbeddedLoaded);
  const { outer } = usePlayground();
  const [open, setOpen] = useState(false);
  const preset = matchingOuterPreset(draft);
  const issues = outerIssues(draft, isEmbedded);
  const paper = outerPreset("paper").settings;
  const shown = (part: OuterPart, level: Control["level"]) =>
    OUTER_PARTS[part].filter(
      (control) => control.level === level && (part !== "task" || isVisible(control, draft.task)),
    );
  const setting = (part: OuterPart, control: Control, compact: boolean) => {
    const issue = issues.find((one) => one.part === part && one.key === control.key);
    return (
      <SettingControl
        key={control.key}
        control={control}
        settings={valuesOf(draft, part)}
        paper={valuesOf(paper, part)}
        onChange={(key, value) => outer.changeSetting(part, key, value)}
        issue={issue && { message: issue.message, missing: false }}
        compact={compact}
      />
    );
  };
  const folded = PARTS.flatMap((part) => shown(part, "advanced").map((control) => ({ part, control })));
  const groups = [...new Set(folded.map(({ control }) => control.group))];
  const isFoldedWrong = issues.some(({ part, key }) =>
    folded.some((one) => one.part === part && one.control.key === key),
  );
  return (
    <section className={styles.setup} aria-label="Setup of the rounds">
      <div className={styles.line}>
        <div className={styles.preset}>
          <label htmlFor="outer-preset">Preset</label>
          <select
            id="outer-preset"
            value={preset?.id ?? ""}
            title={preset?.help}
            onChange={(event) => outer.choosePreset(event.target.value)}
          >
            {!preset && <option value="">Changed</option>}
            {OUTER_PRESETS.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </div>
        {shown("rounds", "basic").map((control) => (
          <div key={control.key} className={styles.basic} data-kind={control.kind}>
            {setting("rounds", control, true)}
            {control.key === "seed" && (
              <IconButton label="Roll a new seed" icon={<Dices aria-hidden />} onClick={outer.rerollSeed} />
            )}
          </div>
        ))}
        <Button
          look="quiet"
          className={styles.more}
          aria-expanded={open}
          aria-controls="outer-settings"
          icon={<ChevronDown aria-hidden data-open={open} />}
          onClick={() => setOpen(!open)}
        >
          All settings
          {isFoldedWrong && <span className={styles.wrong}>(to be mended)</span>}
        </Button>
      </div>
      <div id="outer-settings">
        {open && (
          <div className={panel.panel}>
            {groups.map((group) => (
              <fieldset key={group} className={panel.group}>
                <legend>{group}</legend>
                <div className={panel.controls}>
                  {folded
                    .filter(({ control }) => control.group === group)
                    .map(({ part, control }) => setting(part, control, false))}
                </div>
              </fieldset>
            ))}
          </div>
        )}
      </div>
    </section>
  );
}
