import { Check, CircleAlert, Download, HardDriveDownload, RotateCcw, Trash2, X } from "lucide-react";
import type { ModelActions } from "../../app/engine/modelActions.ts";
import { whyBusy } from "../../app/engine/readiness.ts";
import type { ModelLoading } from "../../app/engine/sessionState.ts";
import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import type { LastRun } from "../../app/runs/lastRun.ts";
import type { ModelEntry } from "../../protocol/events.ts";
import type { Failure } from "../../protocol/playgroundError.ts";
import { Button, IconButton } from "../primitives/Button.tsx";
import { formatBytes, formatCount, formatSeconds } from "../primitives/format.ts";
import { LoadProgress } from "./LoadProgress.tsx";
import styles from "./ModelRow.module.css";

interface ModelRowProps {
  model: ModelEntry;
  last: LastRun | null;
  isLoaded: boolean;
  loading: ModelLoading | null;
  failure: Failure | undefined;
  actions: ModelActions;
}

export function ModelRow({ model, last, isLoaded, loading, failure, actions }: ModelRowProps) {
  const busy = usePlaygroundState((state) => whyBusy(state));
  const version = usePlaygroundState(({ session }) => (isLoaded ? session.version : null));
  const download = downloadText(model);
  const isStored = model.cachedBytes > 0 && model.origin === "hub";
  return (
    <li className={styles.row} aria-label={model.name}>
      <div className={styles.what}>
        <h3 className={styles.name}>
          {model.name} <span>{formatCount(model.parameters)} parameters</span>
        </h3>
        <p className={styles.description}>{model.description}</p>
        <p className={styles.costs}>
          {download !== null && <span>{download}</span>}
          {isStored && (
            <span className={styles.stored}>
              <HardDriveDownload aria-hidden /> {storedText(model)}
            </span>
          )}
          <span>about {formatBytes(model.memoryBytes)} of memory</span>
          {last && <span>{lastText(last)}</span>}
          {version !== null && <span>version “{version}” in force</span>}
          <span>{model.licence}</span>
        </p>
        {failure && (
          <p className={styles.failure} role="alert">
            <CircleAlert aria-hidden /> {failure.message} {failure.advice}
          </p>
        )}
        {loading && <LoadProgress name={model.name} progress={loading.progress} />}
      </div>
      <div className={styles.actions}>
        {isLoaded ? (
          <span className={styles.loaded}>
            <Check aria-hidden /> Loaded
          </span>
        ) : loading ? (
          <Button
            icon={<X aria-hidden />}
            aria-label={`Cancel loading ${model.name}`}
            onClick={actions.cancelLoad}
          >
            Cancel
          </Button>
        ) : (
          <Button
            icon={failure ? <RotateCcw aria-hidden /> : <Download aria-hidden />}
            aria-label={`${failure ? "Retry" : "Load"} ${model.name}`}
            disabled={busy !== undefined}
            title={busy}
            onClick={() => actions.load(model.id)}
          >
            {failure ? "Retry" : "Load"}
          </Button>
        )}
        {isStored && !loading && (
          <IconButton
            label={`Delete ${model.name} from this browser`}
            icon={<Trash2 aria-hidden />}
            onClick={() => actions.remove(model.id)}
          />
        )}
      </div>
    </li>
  );
}

/** What is still to be fetched; null where everything is stored. */
function downloadText({ origin, downloadBytes, cachedBytes }: ModelEntry): string | null {
  if (origin === "embedded") return "comes with the page";
  if (origin === "file") return "your own file";
  if (origin === "served") return `${formatBytes(downloadBytes)}, beside the page`;
  const left = downloadBytes - cachedBytes;
  return left > 0 ? `${formatBytes(left)} download` : null;
}

function lastText({ seconds, basis }: LastRun): string {
  const minutes = seconds < 60 ? formatSeconds(seconds) : `${Math.round(seconds / 60)} min`;
  return basis === "own" ? `last run took ${minutes}` : `a run takes roughly ${minutes}`;
}

function storedText({ downloadBytes, cachedBytes }: ModelEntry): string {
  return cachedBytes >= downloadBytes ? "stored in this browser" : `${formatBytes(cachedBytes)} stored`;
}
