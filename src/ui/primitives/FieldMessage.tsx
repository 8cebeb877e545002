import { CircleAlert } from "lucide-react";
import styles from "./FieldMessage.module.css";

/** What is wrong with a field, right beside it; point the field's `aria-describedby` to `id`. */
export function FieldMessage({ id, message }: { id: string; message: string | undefined }) {
  if (message === undefined) return null;
  return (
    <p id={id} className={styles.message}>
      <CircleAlert aria-hidden />
      {message}
    </p>
  );
}
