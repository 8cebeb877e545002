import { Trash2 } from "lucide-react";
import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { isOuterBusy } from "../../app/playgroundState.ts";
import type { StreamSummary } from "../../app/streamSummary.ts";
import type { Tally } from "../../protocol/run.ts";
import { formatMoment, formatPercent, plural } from "../format.ts";
import page from "../outer/OuterPage.module.css";
import { IconButton } from "../primitives/Button.tsx";
import { NumberHead } from "../primitives/NumberHead.tsx";
import { ScrollTable } from "../primitives/ScrollTable.tsx";
import table from "../primitives/table.module.css";
import runTable from "../runs/RunTable.module.css";
import { useStreams, useStreamsState } from "./StreamsContext.tsx";
import { REMEDY_NAMES } from "./streamText.ts";

/** All streams that were run in this browser, remedies side by side. */
export function StreamRuns() {
  const runs = useStreamsState((state) => state.runs);
  const shownId = useStreamsState((state) => state.live?.runId);
  const busy = usePlaygroundState(isOuterBusy);
  const streams = useStreams();
  if (runs.length === 0) return null;
  return (
    <section className={page.section} aria-labelledby="heading-stream-runs">
      <h2 id="heading-stream-runs">Remedies side by side</h2>
      <p className={page.meaning}>
        Runs of the same seed learn the same passages. A remedy can also keep the model from learning: look at
        both columns. One seed may be luck.
      </p>
      <ScrollTable caption="All streams that were run here">
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
          {runs.map((run) => (
            <tr key={run.runId} aria-current={run.runId === shownId ? "true" : undefined}>
              <th scope="row">
                <button
                  type="button"
                  className={runTable.open}
                  disabled={busy}
                  onClick={() => void streams.open(run.runId)}
                >
                  <span className="visually-hidden">Open stream </span>
                  {run.name}
                </button>
                <span className={page.details}>{detailsOf(run)}</span>
              </th>
              <td>{REMEDY_NAMES[run.settings.remedy]}</td>
              <td className={table.number}>{run.settings.seed}</td>
              <td className={table.number}>{shareOf(run.score?.justLearned)}</td>
              <td className={table.number}>{shareOf(run.score?.allLearned)}</td>
              <td className={table.number}>{shareOf(run.score?.untouched)}</td>
              <td className={table.number}>
                <IconButton
                  label={`Delete ${run.name}`}
                  icon={<Trash2 aria-hidden />}
                  disabled={busy}
                  onClick={() => void streams.remove(run.runId)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </section>
  );
}

function shareOf(tally: Tally | undefined): string {
  return tally ? formatPercent(tally.correct / tally.total) : "–";
}

function detailsOf({ startedAt, model, passages, learned, status }: StreamSummary): string {
  const size = learned === passages ? plural(passages, "passage") : `${learned} of ${passages} passages`;
  const end =
    status === "finished" ? "" : ` · ${status === "running" || status === "paused" ? "unfinished" : status}`;
  return `${formatMoment(startedAt)} · ${model} · ${size}${end}`;
}
