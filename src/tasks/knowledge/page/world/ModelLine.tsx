import { Button } from "../../../../ui/primitives/Button.tsx";
import { usePassage } from "../passage/usePassage.ts";
import styles from "./ModelLine.module.css";

/** Where a small model comes with the page: in one sentence what the loaded model can do, and the way to the other. */
export function ModelLine() {
  const { models } = usePassage();
  const { own, isOwnLoaded, busy } = models;
  const { loaded } = models.atHand;
  if (!own || !loaded) return null;
  return (
    <p className={styles.line} role="status">
      {isOwnLoaded ? (
        <>
          <strong>{loaded.name}</strong> is tiny: it trains in seconds, and reads nothing but its invented
          world. <ChooseModel>Choose a real LLM</ChooseModel>
        </>
      ) : (
        <>
          <strong>{loaded.name}</strong> is a real LLM: it reads any text, and takes minutes where the small
          model takes seconds.{" "}
          <Button look="quiet" className={styles.switch} disabled={busy} onClick={() => models.load(own.id)}>
            Back to {own.name}
          </Button>
        </>
      )}
    </p>
  );
}

/** Opens the list of models; what was typed stays as it is. */
export function ChooseModel({ children }: { children: string }) {
  const { models } = usePassage();
  return (
    <Button look="quiet" className={styles.switch} aria-haspopup="dialog" onClick={models.choose}>
      {children}
    </Button>
  );
}
