import { CircleAlert, Pencil } from "lucide-react";
import styles from "./FieldMessage.module.css";

/** What is wrong with a field. */
export interface FieldIssue {
  message: string;
  /** Nothing is there yet: to be filled in, not a mistake. */
  missing: boolean;
}

interface FieldMessageProps {
  /** Point the field's `aria-describedby` here. */
  id: string;
  issue: FieldIssue | undefined;
}

/** What is wrong with a field, or still missing from it, right beside it. */
export function FieldMessage({ id, issue }: FieldMessageProps) {
  if (!issue) return null;
  return (
    <p id={id} className={styles.message} data-missing={issue.missing}>
      {issue.missing ? <Pencil aria-hidden /> : <CircleAlert aria-hidden />}
      {issue.message}
    </p>
  );
}
