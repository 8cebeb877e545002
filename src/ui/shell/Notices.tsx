import { CircleAlert, Info, TriangleAlert, X } from "lucide-react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import type { Notice } from "../../app/playgroundState.ts";
import { Button, IconButton } from "../primitives/Button.tsx";
import styles from "./Notices.module.css";

const ICONS: Record<Notice["tone"], typeof Info> = { info: Info, warning: TriangleAlert, error: CircleAlert };

/** One sentence each, with what to do; they stay until they are put away. */
export function Notices() {
  const notices = usePlaygroundState((state) => state.notices);
  const warnings = usePlaygroundState((state) => state.session.warnings);
  const { dismissNotice, models } = usePlayground();
  if (notices.length === 0 && warnings.length === 0) return null;
  return (
    <ul className={styles.notices} aria-label="Messages">
      {notices.map((notice) => {
        const Icon = ICONS[notice.tone];
        const { action } = notice;
        return (
          <li
            key={notice.id}
            className={styles.notice}
            data-tone={notice.tone}
            role={notice.tone === "error" ? "alert" : undefined}
          >
            <Icon aria-hidden />
            <p>
              {notice.message} {notice.advice && <span className={styles.advice}>{notice.advice}</span>}
              {action && (
                <Button
                  look="quiet"
                  className={styles.undo}
                  onClick={() => {
                    action.act();
                    dismissNotice(notice.id);
                  }}
                >
                  {action.label}
                </Button>
              )}
            </p>
            <IconButton label="Dismiss" icon={<X aria-hidden />} onClick={() => dismissNotice(notice.id)} />
          </li>
        );
      })}
      {warnings.length > 0 && (
        <li className={styles.notice} data-tone="warning">
          <TriangleAlert aria-hidden />
          <p>{warnings.join(" ")}</p>
          <IconButton label="Dismiss" icon={<X aria-hidden />} onClick={models.dismissWarnings} />
        </li>
      )}
    </ul>
  );
}
