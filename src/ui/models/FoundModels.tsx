import { Button } from "../primitives/Button.tsx";
import styles from "./OwnFiles.module.css";

/** Where what was chosen holds several models: a button for each. */
export function FoundModels({
  names,
  onChoose,
}: {
  names: readonly string[];
  onChoose(index: number): void;
}) {
  return (
    <fieldset className={styles.found}>
      <legend>Several models are there. Which one?</legend>
      {names.map((name, index) => (
        <Button key={name} look="quiet" onClick={() => onChoose(index)}>
          {name}
        </Button>
      ))}
    </fieldset>
  );
}
