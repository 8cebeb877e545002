import { useState } from "react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { isBusy } from "../../../app/runs/runsState.ts";
import {
  STREAM_TASKS,
  type StreamSetting,
  streamFields,
  streamIssues,
  streamValues,
} from "../../../app/stream/streamDraft.ts";
import { remedyOf } from "../../../seal/remedies/streamSettings.ts";
import { BasicSetting } from "../../settings/BasicSetting.tsx";
import { FoldButton } from "../../settings/FoldButton.tsx";
import { SettingControl } from "../../settings/SettingControl.tsx";
import { SettingGroups } from "../../settings/SettingGroups.tsx";
import styles from "../../settings/SetupLine.module.css";
import own from "./StreamSetup.module.css";
import { useStreamDraft, useStreams, useStreamTask } from "./useStreams.ts";

/** Remedy, passages and seed, and the way to all other settings. */
export function StreamSetup() {
  const entry = useStreamTask();
  const draft = useStreamDraft();
  const busy = usePlaygroundState((state) => isBusy(state));
  const streams = useStreams();
  const [open, setOpen] = useState(false);
  const issues = streamIssues(entry, draft);
  const all = streamFields(entry, draft);
  const basic = all.filter(({ field }) => field.level === "basic" && field.group === "Stream");
  const folded = all.filter((one) => !basic.includes(one));
  const issueOf = ({ part, field }: StreamSetting) =>
    issues.find((one) => one.part === part && one.key === field.key);
  const setting = (one: StreamSetting, compact: boolean) => {
    const issue = issueOf(one);
    return (
      <SettingControl
        key={`${one.part} ${one.field.key}`}
        field={one.field}
        settings={streamValues(draft, one.part)}
        paper={undefined}
        onChange={(key, value) => streams.changeSetting(one.part, key, value)}
        issue={issue && { message: issue.message, missing: false }}
        compact={compact}
      />
    );
  };
  return (
    <section className={styles.setup} aria-label="Setup of the stream" data-panel="settings">
      <div className={styles.line}>
        {STREAM_TASKS.length > 1 && (
          <div className={styles.preset}>
            <label htmlFor="stream-task">Learn</label>
            <select
              id="stream-task"
              value={entry.id}
              disabled={busy}
              onChange={(event) => void streams.chooseTask(event.target.value)}
            >
              {STREAM_TASKS.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          </div>
        )}
        {basic.map((one) => (
          <BasicSetting key={one.field.key} field={one.field} onRerollSeed={streams.rerollSeed}>
            {setting(one, true)}
          </BasicSetting>
        ))}
        <FoldButton
          controls="stream-settings"
          open={open}
          onChange={setOpen}
          isWrong={folded.some(issueOf)}
          atEnd
        >
          All settings
        </FoldButton>
      </div>
      <p className={own.meaning}>{remedyOf(draft.stream).meaning}</p>
      <div id="stream-settings">
        {open && (
          <SettingGroups items={folded} groupOf={({ field }) => field.group}>
            {(one) => setting(one, false)}
          </SettingGroups>
        )}
      </div>
    </section>
  );
}
