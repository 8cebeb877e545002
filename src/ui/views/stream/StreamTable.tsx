import { useShallow } from "zustand/shallow";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { runsOf } from "../../../app/runs/runsState.ts";
import type { Tally } from "../../../protocol/run.ts";
import type { StreamSummary } from "../../../runs/stream/summary.ts";
import { remedyLabel } from "../../../seal/remedies/streamSettings.ts";
import type { RoundsWords } from "../../../tasks/roundsMetadata.ts";
import { formatPercent, plural } from "../../primitives/format.ts";
import page from "../../primitives/Section.module.css";
import { NumberHead } from "../../primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../primitives/tables/ScrollTable.tsx";
import table from "../../primitives/tables/table.module.css";
import { useFirst } from "../../primitives/tables/useFirst.tsx";
import { LongRunRow } from "../../runs/LongRunRow.tsx";
import { useRecordedLines } from "../../runs/useRecordings.ts";
import { useStreamTask } from "./useStreams.ts";

/** All streams that were run in this browser, and the recorded ones, remedies side by side. */
export function StreamTable() {
  const { id, rounds } = useStreamTask();
  const own = usePlaygroundState(useShallow((state) => runsOf(state, "stream", id)));
  const recorded = useRecordedLines("stream", id);
  const [visible, others] = useFirst(own, "earlier streams");
  const runs = [...own, ...recorded];
  if (runs.length === 0) return null;
  return (
    <section className={page.section} aria-labelledby="heading-stream-runs" data-panel="runs">
      <h2 id="heading-stream-runs">Remedies side by side</h2>
      <p className={page.meaning}>
        Runs of the same seed learn the same {rounds.words.many}. A remedy can also keep the model from
        learning: look at both columns. One seed may be luck.
      </p>
      <ScrollTable caption="All streams that were run here, and recorded ones">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Remedy</th>
            <NumberHead>Seed</NumberHead>
            <NumberHead>Just learned</NumberHead>
            <NumberHead>All learned</NumberHead>
            <NumberHead>Untouched</NumberHead>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...visible, ...recorded].map((run) => (
            <LongRunRow key={run.runId} kind="stream" run={run} size={sizeOf(run, rounds.words)}>
              <td>{remedyLabel(run.settings)}</td>
              <td className={table.number}>{run.settings.seed}</td>
              <td className={table.number}>{shareOf(run.score?.justLearned)}</td>
              <td className={table.number}>{shareOf(run.score?.allLearned)}</td>
              <td className={table.number}>{shareOf(run.score?.untouched)}</td>
            </LongRunRow>
          ))}
        </tbody>
      </ScrollTable>
      {others}
    </section>
  );
}

function shareOf(tally: Tally | undefined): string {
  return tally ? formatPercent(tally.correct / tally.total) : "–";
}

function sizeOf({ passages, learned }: StreamSummary, { one, many }: RoundsWords): string {
  return learned === passages ? plural(passages, one, many) : `${learned} of ${passages} ${many}`;
}
