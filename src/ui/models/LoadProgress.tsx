import type { ModelProgress } from "../../app/engine/sessionState.ts";
import { formatBytes, formatSeconds } from "../primitives/format.ts";
import styles from "./LoadProgress.module.css";

const STAGES: Record<ModelProgress["stage"], string> = {
  downloading: "Downloading",
  verifying: "Checking",
  unpacking: "Unpacking",
  uploading: "Preparing",
};

/** Bytes, speed and time left of a model that is being loaded. */
export function LoadProgress({ name, progress }: { name: string; progress: ModelProgress | null }) {
  const share = progress && progress.totalBytes > 0 ? progress.loadedBytes / progress.totalBytes : null;
  return (
    <div className={styles.progress}>
      <progress aria-label={`Loading ${name}`} max={1} {...(share === null ? {} : { value: share })} />
      <p>{progress ? inWords(progress) : "Starting…"}</p>
    </div>
  );
}

function inWords(progress: ModelProgress): string {
  const { stage, loadedBytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
  const parts = [`${STAGES[stage]} ${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`];
  if (stage === "downloading" && bytesPerSecond > 0) parts.push(`${formatBytes(bytesPerSecond)}/s`);
  if (secondsLeft !== null) parts.push(`${formatSeconds(secondsLeft)} left`);
  return parts.join(" · ");
}
