import styles from "./Footer.module.css";

/** Where this playground departs from the paper, said plainly. */
export function Footer() {
  return (
    <footer className={styles.footer}>
      <p>
        The method is SEAL, <a href="https://arxiv.org/abs/2506.10943">“Self-Adapting Language Models”</a>{" "}
        (Zweiger, Pari and others, MIT, 2025). The paper uses a model of seven billion parameters and has
        answers graded by a larger one; here the model is small enough for a browser tab, and an answer to a
        question is right when it contains the expected words. Everything runs on this device: your texts are
        sent nowhere.
      </p>
    </footer>
  );
}
