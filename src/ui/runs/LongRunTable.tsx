import type { ReactNode } from "react";
import { useShallow } from "zustand/shallow";
import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { runsOf } from "../../app/runs/runsState.ts";
import type { Tally } from "../../protocol/run.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import type { SummaryOf } from "../../runs/kinds.ts";
import type { RunSummary } from "../../runs/runKind.ts";
import { formatPercent } from "../primitives/format.ts";
import { ScrollTable } from "../primitives/tables/ScrollTable.tsx";
import { useFirst } from "../primitives/tables/useFirst.tsx";
import { LongRunRow } from "./LongRunRow.tsx";
import { useRecordedLines } from "./useRecordings.ts";

interface RunLines<Summary> {
  /** Kept in this browser. */
  own: readonly Summary[];
  recorded: readonly Summary[];
}

/** The lines of a table of all runs of a kind. */
export function useRunLines<K extends KindId>(kind: K, task: string): RunLines<SummaryOf<K>> {
  const own = usePlaygroundState(useShallow((state) => runsOf(state, kind, task)));
  return { own, recorded: useRecordedLines(kind, task) };
}

interface LongRunTableProps<Summary> {
  kind: KindId;
  caption: string;
  lines: RunLines<Summary>;
  /** What the button shows that shows the rest: "earlier rounds". */
  earlier: string;
  /** The heads between a run's name and what can be done with it. */
  heads: ReactNode;
  /** How large a run is, in words. */
  sizeOf: (run: Summary) => string;
  /** Its cells under the heads. */
  cellsOf: (run: Summary) => ReactNode;
}

/** Runs of many edits side by side: those that are kept here, and below them the recorded ones. */
export function LongRunTable<Summary extends RunSummary>(props: LongRunTableProps<Summary>) {
  const { kind, caption, lines, earlier, heads, sizeOf, cellsOf } = props;
  const [visible, others] = useFirst(lines.own, earlier);
  return (
    <>
      <ScrollTable caption={caption}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            {heads}
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...visible, ...lines.recorded].map((run) => (
            <LongRunRow key={run.runId} kind={kind} run={run} size={sizeOf(run)}>
              {cellsOf(run)}
            </LongRunRow>
          ))}
        </tbody>
      </ScrollTable>
      {others}
    </>
  );
}

/** A share of right answers in a cell; a dash where nothing was counted. */
export function shareText(tally: Tally | undefined): string {
  return tally ? formatPercent(tally.correct / tally.total) : "–";
}
