import { lazy, useState } from "react";
import { issueField, matchingPreset } from "../../../../app/edit/settings.ts";
import { namedFields } from "../../../../protocol/fields.ts";
import { issueAt } from "../../../../tasks/page/taskPage.ts";
import { Part } from "../../../primitives/Part.tsx";
import { FoldButton } from "../../../settings/FoldButton.tsx";
import styles from "../../../settings/SetupLine.module.css";
import { useIssues, useSetup, useTask } from "../TaskContext.tsx";

const SetupControls = lazy(() => import("./SetupControls.tsx"));
const WriterChoice = lazy(() => import("./WriterChoice.tsx"));

/** What a run is set to, in a few words; nobody needs a control before the first run. */
export function SetupLine() {
  const { settings: rules } = useTask().entry;
  const { settings } = useSetup();
  const issues = useIssues();
  const [open, setOpen] = useState(false);
  const preset = matchingPreset(rules, settings);
  const isWrong = namedFields(rules.fields).some(({ key }) => issueAt(issues, issueField(key)));
  return (
    <section className={styles.setup} aria-label="Setup" data-panel="settings">
      <div className={styles.folded}>
        <FoldButton controls="setup-controls" open={open} onChange={setOpen} isWrong={isWrong && !open}>
          Settings
        </FoldButton>
        {!open && (
          <span>
            {preset ? `as for “${preset.label}”` : "changed"}, seed {String(settings.seed)}
          </span>
        )}
        <Part>
          <WriterChoice />
        </Part>
      </div>
      <div id="setup-controls">
        {open && (
          <Part>
            <SetupControls />
          </Part>
        )}
      </div>
    </section>
  );
}
