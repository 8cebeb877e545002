import type { Unreadable } from "./loadWorld.ts";
import styles from "./MarkedText.module.css";

interface MarkedTextProps {
  text: string;
  /** In order, apart from each other. */
  marks: readonly Unreadable[];
}

/** The text once more, unseen, beneath the field in which it is typed: only the lines under its marks show. */
export function MarkedText({ text, marks }: MarkedTextProps) {
  return (
    <div className={styles.text} aria-hidden>
      {marks.map(({ start, end }, index) => (
        <span key={start}>
          {text.slice(marks[index - 1]?.end ?? 0, start)}
          <mark>{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(marks.at(-1)?.end ?? 0)}
    </div>
  );
}
