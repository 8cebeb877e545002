import styles from "./Hero.module.css";
import { Predict } from "./Predict.tsx";

/** The question, in one sentence for someone who has never heard of it. */
export function Hero() {
  return (
    <div className={styles.hero}>
      <div>
        <h1 className={styles.question}>Can a language model teach itself by writing its own notes?</h1>
        <p className={styles.how}>
          It reads a passage, writes notes about it, fine-tunes itself on them in this tab, and is then asked
          again, without the passage.
        </p>
      </div>
      <Predict />
    </div>
  );
}
