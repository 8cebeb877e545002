import type { StreamSummary } from "../../../runs/stream/summary.ts";
import { remedyLabel } from "../../../seal/remedies/streamSettings.ts";
import type { RoundsWords } from "../../../tasks/roundsMetadata.ts";
import { plural } from "../../primitives/format.ts";
import page from "../../primitives/Section.module.css";
import { NumberHead } from "../../primitives/tables/NumberHead.tsx";
import table from "../../primitives/tables/table.module.css";
import { LongRunTable, shareText, useRunLines } from "../../runs/LongRunTable.tsx";
import { useStreamTask } from "./useStreams.ts";

/** All streams that were run in this browser, and the recorded ones, remedies side by side. */
export function StreamTable() {
  const { id, rounds } = useStreamTask();
  const lines = useRunLines("stream", id);
  if (lines.own.length + lines.recorded.length === 0) return null;
  return (
    <section className={page.section} aria-labelledby="heading-stream-runs" data-panel="runs">
      <h2 id="heading-stream-runs">Remedies side by side</h2>
      <p className={page.meaning}>
        Runs of the same seed learn the same {rounds.words.many}. A remedy can also keep the model from
        learning: look at both columns. One seed may be luck.
      </p>
      <LongRunTable
        kind="stream"
        caption="All streams that were run here, and recorded ones"
        lines={lines}
        earlier="earlier streams"
        heads={
          <>
            <th scope="col">Remedy</th>
            <NumberHead>Seed</NumberHead>
            <NumberHead>Just learned</NumberHead>
            <NumberHead>All learned</NumberHead>
            <NumberHead>Untouched</NumberHead>
          </>
        }
        sizeOf={(run) => sizeOf(run, rounds.words)}
        cellsOf={({ settings, score }) => (
          <>
            <td>{remedyLabel(settings)}</td>
            <td className={table.number}>{settings.seed}</td>
            <td className={table.number}>{shareText(score?.justLearned)}</td>
            <td className={table.number}>{shareText(score?.allLearned)}</td>
            <td className={table.number}>{shareText(score?.untouched)}</td>
          </>
        )}
      />
    </section>
  );
}

function sizeOf({ passages, learned }: StreamSummary, { one, many }: RoundsWords): string {
  return learned === passages ? plural(passages, one, many) : `${learned} of ${passages} ${many}`;
}
