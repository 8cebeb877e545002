import styles from "./RunStatusLine.module.css";

interface ProgressTrackProps {
  label: string;
  /** 0…1; null where the length is not known. */
  share: number | null;
}

/** A thin bar along the lower edge of the bar that it is in. */
export function ProgressTrack({ label, share }: ProgressTrackProps) {
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
    >
      <div className={styles.fill} data-unknown={share === null} style={{ scale: `${share ?? 1} 1` }} />
    </div>
  );
}
