import { reads } from "../../app/edit/taskModels.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { taskOnScreen } from "../../app/playgroundState.ts";
import { lastRun } from "../../app/runs/lastRun.ts";
import type { ModelEntry } from "../../protocol/events.ts";
import { BackendChoice } from "./BackendChoice.tsx";
import styles from "./ModelPanel.module.css";
import { ModelRow } from "./ModelRow.tsx";
import { OwnFiles } from "./OwnFiles.tsx";

/** The models that can be loaded and what each costs, one's own files, and where they run. */
export function ModelPanel() {
  const session = usePlaygroundState((state) => state.session);
  const runs = usePlaygroundState((state) => state.runs.edit.list);
  const task = usePlaygroundState(taskOnScreen);
  const { models } = usePlayground();
  const offered = session.models.filter(({ id }) => task === null || reads(task, id));
  // What is loaded, loading or stored already is no longer far away.
  const isFurther = ({ id, isUnquantised, cachedBytes }: ModelEntry) =>
    isUnquantised === true && cachedBytes === 0 && session.loaded?.id !== id && session.loading?.id !== id;
  const row = (model: ModelEntry) => (
    <ModelRow
      key={model.id}
      model={model}
      last={lastRun(model, runs)}
      isLoaded={session.loaded?.id === model.id}
      loading={session.loading?.id === model.id ? session.loading : null}
      failure={session.modelFailures[model.id]}
      actions={models}
    />
  );
  return (
    <div className={styles.panel}>
      {!session.modelsKnown && <p className={styles.waiting}>The engine is starting…</p>}
      <ul aria-label="Models">{offered.filter((model) => !isFurther(model)).map(row)}</ul>
      {offered.some(isFurther) && (
        <details>
          <summary>Larger files, unquantised</summary>
          <ul aria-label="Unquantised models">{offered.filter(isFurther).map(row)}</ul>
        </details>
      )}
      {task && session.modelsKnown && offered.length === 0 && (
        <p className={styles.waiting}>No model that reads {task.rounds.words.many} is here yet.</p>
      )}
      {task?.models.readsText !== false && <OwnFiles />}
      <BackendChoice />
    </div>
  );
}
