import styles from "./EditText.module.css";

/** A self-edit while it is written. */
export function EditText({ edit }: { edit: { text: string } }) {
  return (
    <p className={styles.stream} translate="no" data-testid="self-edit-text">
      {edit.text}
      <span className={styles.caret} aria-hidden />
    </p>
  );
}
