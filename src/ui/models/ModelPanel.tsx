import { expectedTime } from "../../app/expectedTime.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { BackendChoice } from "./BackendChoice.tsx";
import styles from "./ModelPanel.module.css";
import { ModelRow } from "./ModelRow.tsx";
import { OwnFiles } from "./OwnFiles.tsx";

/** The models that can be loaded and what each costs, one's own files, and where they run. */
export function ModelPanel() {
  const session = usePlaygroundState((state) => state.session);
  const runs = usePlaygroundState((state) => state.runs);
  const { models } = usePlayground();
  return (
    <div className={styles.panel}>
      {!session.modelsKnown && <p className={styles.waiting}>The engine is starting…</p>}
      <ul aria-label="Models">
        {session.models.map((model) => (
          <ModelRow
            key={model.id}
            model={model}
            time={expectedTime(model, runs, session.report)}
            isLoaded={session.loaded?.id === model.id}
            loading={session.loading?.id === model.id ? session.loading : null}
            failure={session.modelFailures[model.id]}
            actions={models}
          />
        ))}
      </ul>
      <OwnFiles />
      <BackendChoice />
    </div>
  );
}
