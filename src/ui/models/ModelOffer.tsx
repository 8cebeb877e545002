import { WatchRecording } from "../runs/WatchRecording.tsx";
import styles from "./ModelOffer.module.css";
import { ModelPanel } from "./ModelPanel.tsx";

/** In the place of the first result while there is no model to make one. */
export default function ModelOffer() {
  return (
    <section className={styles.offer} aria-labelledby="heading-offer">
      <h2 id="heading-offer" className={styles.heading}>
        First, choose a model
      </h2>
      <p className={styles.promise}>
        It runs on this device. Nothing is downloaded until you press Load; after that it stays in this
        browser.
      </p>
      <WatchRecording />
      <ModelPanel />
    </section>
  );
}
