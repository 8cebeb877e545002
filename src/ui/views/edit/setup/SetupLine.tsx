import { ChevronDown } from "lucide-react";
import { lazy, useState } from "react";
import { issueField, matchingPreset } from "../../../../app/edit/settings.ts";
import { namedFields } from "../../../../protocol/fields.ts";
import { issueAt } from "../../../../tasks/page/taskPage.ts";
import { Button } from "../../../primitives/Button.tsx";
import { Part } from "../../../primitives/Part.tsx";
import styles from "../../../settings/SetupLine.module.css";
import { useIssues, useSetup, useTask } from "../TaskContext.tsx";

const SetupControls = lazy(() => import("./SetupControls.tsx"));

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
      <p className={styles.folded}>
        <Button
          look="quiet"
          className={styles.fold}
          aria-expanded={open}
          aria-controls="setup-controls"
          icon={<ChevronDown aria-hidden data-open={open} />}
          onClick={() => setOpen(!open)}
        >
          Settings
          {isWrong && !open && <span className={styles.wrong}>(to be mended)</span>}
        </Button>
        {!open && (
          <span>
            {preset ? `as for “${preset.label}”` : "changed"}, seed {String(settings.seed)}
          </span>
        )}
      </p>
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
