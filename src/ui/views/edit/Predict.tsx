import { usePlayground } from "../../../app/PlaygroundContext.tsx";
import styles from "./Predict.module.css";
import { PREDICTION_LABELS, PREDICTIONS } from "./predictionText.ts";
import { useSetup, useTask } from "./TaskContext.tsx";

/** A guess before the answer makes people look harder at it; nobody has to make one. */
export function Predict() {
  const { entry, page } = useTask();
  const { prediction } = useSetup();
  const { setups } = usePlayground();
  return (
    <fieldset className={styles.predict}>
      <legend>{page.text.guess}</legend>
      <div className={styles.choices}>
        {PREDICTIONS.map((choice) => (
          <label key={choice} className={styles.choice}>
            <input
              type="radio"
              name="prediction"
              className="visually-hidden"
              checked={prediction === choice}
              onChange={() => setups.predict(entry.id, choice)}
            />
            {PREDICTION_LABELS[choice]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
