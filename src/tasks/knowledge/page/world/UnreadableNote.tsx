import { CircleHelp } from "lucide-react";
import type { Unreadable } from "./loadWorld.ts";
import { ChooseModel } from "./ModelLine.tsx";
import styles from "./UnreadableNote.module.css";

interface UnreadableNoteProps {
  id: string;
  text: string;
  marks: readonly Unreadable[];
}

/** So many are named one by one. */
const MOST_NAMED = 3;
const MOST_CHARACTERS = 48;

/** Beneath the passage: what the embedded model cannot read, why, and the way to a model that can. */
export function UnreadableNote({ id, text, marks }: UnreadableNoteProps) {
  if (marks.length === 0) return null;
  const more = marks.length - MOST_NAMED;
  return (
    <div id={id} className={styles.note}>
      <CircleHelp aria-hidden />
      <div>
        <p>The embedded model cannot read what is underlined:</p>
        <ul>
          {marks.slice(0, MOST_NAMED).map(({ start, end, reason }) => (
            <li key={start}>
              <q>{shorten(text.slice(start, end))}</q>: {reason}
            </li>
          ))}
          {more > 0 && <li>and {more} more</li>}
        </ul>
        <p>
          <ChooseModel>Choose a real LLM</ChooseModel> to read it; your text stays as it is.
        </p>
      </div>
    </div>
  );
}

function shorten(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
