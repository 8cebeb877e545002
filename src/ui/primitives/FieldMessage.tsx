import { CircleAlert, Pencil } from "lucide-react";
import type { DraftIssue } from "../../app/draftCheck.ts";
import styles from "./FieldMessage.module.css";

interface FieldMessageProps {
  /** Point the field's `aria-describedby` here. */
  id: string;
  issue: Pick<DraftIssue, "message" | "missing"> | undefined;
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
