import { ChevronDown, Dices } from "lucide-react";
import { useState } from "react";
import { contextOn, settingIssue } from "../../../app/puzzles/puzzleActions.ts";
import { PUZZLE_FIELDS, PUZZLE_PAPER } from "../../../app/puzzles/puzzleSettings.ts";
import { CONTROLS, PALETTES } from "../../../app/puzzles/puzzleState.ts";
import { usePuzzleState, usePuzzles } from "../../../app/puzzles/usePuzzles.ts";
import { Button, IconButton } from "../../../ui/primitives/Button.tsx";
import { SettingControl } from "../../../ui/settings/SettingControl.tsx";
import panel from "../../../ui/settings/SettingsPanel.module.css";
import line from "../../../ui/settings/SetupLine.module.css";
import styles from "./PuzzleSetup.module.css";
import { PALETTE_TEXTS } from "./palette.ts";
import { CONTROL_HELP, puzzleRowLabel } from "./puzzleText.ts";

/** How a puzzle is run, what the self-edit is compared with, and how grids look. */
export function PuzzleSetup() {
  const puzzles = usePuzzles();
  const settings = usePuzzleState((state) => state.settings);
  const [open, setOpen] = useState(false);
  const issue = settingIssue(settings);
  const shown = (level: "basic" | "advanced") => PUZZLE_FIELDS.filter((field) => field.level === level);
  const groups = [...new Set(shown("advanced").map(({ group }) => group))];
  const setting = (field: (typeof PUZZLE_FIELDS)[number], compact: boolean) => (
    <SettingControl
      key={field.key}
      field={field}
      settings={settings}
      paper={compact ? undefined : PUZZLE_PAPER}
      onChange={puzzles.changeSetting}
      issue={issue?.key === field.key ? { message: issue.message, missing: false } : undefined}
      compact={compact}
    />
  );
  return (
    <section className={line.setup} aria-label="Setup">
      <div className={line.line}>
        {shown("basic").map((field) => (
          <div key={field.key} className={line.basic} data-kind={field.kind}>
            {setting(field, true)}
            {field.key === "seed" && (
              <IconButton label="Roll a new seed" icon={<Dices aria-hidden />} onClick={puzzles.rerollSeed} />
            )}
          </div>
        ))}
        <Compare />
        <Button
          look="quiet"
          className={line.more}
          aria-expanded={open}
          aria-controls="puzzle-settings"
          icon={<ChevronDown aria-hidden data-open={open} />}
          onClick={() => setOpen(!open)}
        >
          All settings
        </Button>
      </div>
      <div id="puzzle-settings">
        {open && (
          <div className={panel.panel}>
            <Looks />
            {groups.map((group) => (
              <fieldset key={group} className={panel.group}>
                <legend>{group}</legend>
                <div className={panel.controls}>
                  {shown("advanced")
                    .filter((field) => field.group === group)
                    .map((field) => setting(field, false))}
                </div>
              </fieldset>
            ))}
          </div>
        )}
      </div>
    </section>
  );
}

function Compare() {
  const { toggleControl } = usePuzzles();
  const chosen = usePuzzleState((state) => state.controls);
  const hasOracle = usePuzzleState((state) => contextOn(state).symmetries !== undefined);
  return (
    <fieldset className={styles.compare}>
      <legend>Compare with</legend>
      {CONTROLS.map((control) => (
        <label key={control} title={CONTROL_HELP[control]}>
          <input
            type="checkbox"
            checked={chosen.includes(control) && (control !== "oracle" || hasOracle)}
            disabled={control === "oracle" && !hasOracle}
            onChange={() => toggleControl(control)}
          />
          {puzzleRowLabel(control)}
        </label>
      ))}
    </fieldset>
  );
}

function Looks() {
  const { showPalette, showDigits } = usePuzzles();
  const palette = usePuzzleState((state) => state.palette);
  const digits = usePuzzleState((state) => state.digits);
  return (
    <fieldset className={panel.group}>
      <legend>Looks</legend>
      <div className={styles.looks}>
        {PALETTES.map((name) => (
          <label key={name} title={PALETTE_TEXTS[name].help}>
            <input
              type="radio"
              name="palette"
              checked={palette === name}
              onChange={() => showPalette(name)}
            />
            {PALETTE_TEXTS[name].label}
            <span className={styles.swatches} aria-hidden>
              {PALETTE_TEXTS[name].colours.map(({ colour }) => (
                <span key={colour} style={{ background: colour }} />
              ))}
            </span>
          </label>
        ))}
        <label>
          <input type="checkbox" checked={digits} onChange={() => showDigits(!digits)} />
          Digits in the cells
        </label>
      </div>
    </fieldset>
  );
}
