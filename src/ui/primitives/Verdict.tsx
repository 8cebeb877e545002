import { Check, X } from "lucide-react";
import styles from "./Verdict.module.css";

/** Right or wrong, by icon, word and colour at once. */
export function Verdict({ correct }: { correct: boolean }) {
  return (
    <span className={correct ? styles.right : styles.wrong}>
      {correct ? <Check aria-hidden /> : <X aria-hidden />}
      {correct ? "Right" : "Wrong"}
    </span>
  );
}
