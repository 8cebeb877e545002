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
          model takes seconds. {expectationOf(loaded.parameters)}{" "}
          <Button look="quiet" className={styles.switch} disabled={busy} onClick={() => models.load(own.id)}>
            Back to {own.name}
          </Button>
        </>
      )}
    </p>
  );
}

/** Between the two whose notes were measured here (docs/results.md). */
const HUNDREDS_OF_MILLIONS = 0.3e9;

/** What one may hope for of a model's own notes. */
function expectationOf(parameters: number): string {
  return parameters < HUNDREDS_OF_MILLIONS
    ? "So small a one mostly writes notes too poor to help: SmolLM2-135M answers 26\u00a0% after training on its own " +
        "and 24\u00a0% after the passage alone, which may be luck."
    : "Half a billion parameters were not enough to gain by its own notes: 27\u00a0% right after training on them, " +
        "30\u00a0% after the passage alone, which may be luck. The paper’s model, of seven billion, rises from 33.5 to " +
        "39.7\u00a0%, and to 47.0\u00a0% once it was taught.";
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
