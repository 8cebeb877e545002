import type { ReactNode } from "react";
import styles from "./ViewHero.module.css";

/** What a view asks, and in a paragraph how it goes about it. */
export function ViewHero({ question, children }: { question: string; children: ReactNode }) {
  return (
    <div className={styles.hero}>
      <h1>{question}</h1>
      {children}
    </div>
  );
}
