import { Cpu } from "lucide-react";
import type { SessionState } from "../../app/engine/sessionState.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { Button } from "../primitives/Button.tsx";
import { BACKEND_NAMES } from "./backendNames.ts";
import styles from "./ModelButton.module.css";

/** Says which model is loaded and which of its versions is in force, and opens the list of them. */
export function ModelButton() {
  const session = usePlaygroundState((state) => state.session);
  const { showModels } = usePlayground();
  // While another model is on its way, the button tells of that one.
  const version = session.loading ? null : session.version;
  return (
    <Button
      look="plain"
      icon={<Cpu aria-hidden />}
      aria-haspopup="dialog"
      data-panel="model"
      onClick={() => showModels("choice")}
    >
      <span className="visually-hidden">Model: </span>
      <span className={styles.name}>{inWords(session)}</span>{" "}
      {version !== null && (
        <span className={styles.version}>
          · <span className={styles.word}>version </span>“{version}”
        </span>
      )}
    </Button>
  );
}

function inWords({ loading, loaded, models, worker }: SessionState): string {
  if (loading) {
    const name = models.find((model) => model.id === loading.id)?.name ?? loading.id;
    const { progress } = loading;
    const share = progress && progress.totalBytes > 0 ? progress.loadedBytes / progress.totalBytes : null;
    return share === null ? `Loading ${name}…` : `${name}: ${Math.floor(share * 100)} %`;
  }
  if (loaded) return `${loaded.name} · ${BACKEND_NAMES[loaded.backend] ?? loaded.backend}`;
  return worker === "starting" && models.length === 0 ? "Starting the engine…" : "Choose a model";
}
