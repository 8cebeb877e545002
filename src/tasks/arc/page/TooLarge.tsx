import { CircleAlert } from "lucide-react";
import styles from "./TooLarge.module.css";
import { useExcess } from "./useExcess.ts";

/** Said beside a puzzle that the model cannot read, with by how much. */
export function TooLarge() {
  const excess = useExcess();
  if (excess === null) return null;
  return (
    <p className={styles.large} role="status">
      <CircleAlert aria-hidden />
      <span>Too large for the grid model: {excess}. It can be looked at and changed.</span>
    </p>
  );
}
