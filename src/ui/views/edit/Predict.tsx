import type { Prediction } from "../../../app/draft.ts";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import styles from "./Predict.module.css";
import { PREDICTION_LABELS } from "./predictionText.ts";

const CHOICES: readonly Prediction[] = ["yes", "no", "worse"];

/** A guess before the answer makes people look harder at it; nobody has to make one. */
export function Predict() {
  const prediction = usePlaygroundState((state) => state.draft.prediction);
  const { draft } = usePlayground();
  return (
    <fieldset className={styles.predict}>
      <legend>Your guess: will its own notes help?</legend>
      <div className={styles.choices}>
        {CHOICES.map((choice) => (
          <label key={choice} className={styles.choice}>
            <input
              type="radio"
              name="prediction"
              className="visually-hidden"
              checked={prediction === choice}
              onChange={() => draft.change({ prediction: choice })}
            />
            {PREDICTION_LABELS[choice]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
