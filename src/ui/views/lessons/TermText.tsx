import { Popover } from "radix-ui";
import { GLOSSARY, type TermKey, withTerms } from "../../../lessons/glossary.ts";
import styles from "./TermText.module.css";

/** A text of a lesson, its terms explained where they stand. */
export function TermText({ text }: { text: string }) {
  return withTerms(text).map((part, index) =>
    typeof part === "string" ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
      <Term key={index} term={part.term} written={part.written} />
    ),
  );
}

/** Underlined; a click says what it means. */
function Term({ term, written }: { term: TermKey; written: string }) {
  const entry = GLOSSARY[term];
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.term}>{written}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.meaning}
          sideOffset={6}
          collisionPadding={12}
          aria-label={entry.term}
        >
          <p>
            <strong>{entry.term}.</strong> {entry.meaning}
          </p>
          <a href="#view=glossary">All terms</a>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
