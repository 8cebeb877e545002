import { usePlayground } from "../../app/PlaygroundContext.tsx";
import type { RunChange } from "../../app/runs/runDiff.ts";
import { contextTitle } from "../../protocol/contextTitle.ts";
import type { Condition } from "../../protocol/run.ts";
import type { EditSummary } from "../../runs/edit/summary.ts";
import { isOver } from "../../runs/runKind.ts";
import type { TaskText } from "../../tasks/page/taskPage.ts";
import { formatMoment } from "../primitives/formatMoment.ts";
import { RunActions } from "./RunActions.tsx";
import styles from "./RunTable.module.css";

interface RunRowProps {
  run: EditSummary;
  /** Null for the oldest run, which has none before it. */
  changes: readonly RunChange[] | null;
  conditions: readonly Condition[];
  text: TaskText;
  isShown: boolean;
}

export function RunRow({ run, changes, conditions, text, isShown }: RunRowProps) {
  const { library } = usePlayground();
  const { name } = run;
  return (
    <tr aria-current={isShown ? "true" : undefined}>
      <th scope="row">
        <button type="button" className={styles.open} onClick={() => void library.open("edit", run.runId)}>
          <span className="visually-hidden">Open run </span>
          {name}
        </button>
        <span className={styles.when}>
          {formatMoment(run.startedAt)}
          {run.source === "recorded" && " · Recorded"}
          {run.status !== "finished" &&
            ` · ${run.source === "recorded" && !isOver(run) ? "unfinished" : run.status}`}
        </span>
      </th>
      <td className={styles.changes}>{changes === null ? firstOf(run) : inWords(changes)}</td>
      {conditions.map((condition) => {
        const tally = run.results[condition];
        return (
          <td
            key={condition}
            className={styles.number}
            data-label={text.row(condition).label}
            data-condition={condition}
          >
            {tally ? `${tally.correct}/${tally.total}` : "–"}
          </td>
        );
      })}
      <td className={styles.actions}>
        <RunActions kind="edit" run={run} />
      </td>
    </tr>
  );
}

function firstOf({ context, model, version }: EditSummary): string {
  return [contextTitle(context), model, ...(version === undefined ? [] : [`version “${version}”`])].join(
    ", ",
  );
}

function inWords(changes: readonly RunChange[]) {
  if (changes.length === 0) return "nothing: the same setup again";
  return (
    <ul>
      {changes.map(({ label, from, to }) => (
        <li key={label}>
          {label}: {from} → <strong>{to}</strong>
        </li>
      ))}
    </ul>
  );
}
