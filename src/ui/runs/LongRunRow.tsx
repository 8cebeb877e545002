import type { ReactNode } from "react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { watchRecording } from "../../app/runs/recorded.ts";
import { shownRun } from "../../app/runs/runsState.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import { findRecording } from "../../runs/recordings.ts";
import type { RunSummary } from "../../runs/runKind.ts";
import { formatMoment } from "../primitives/formatMoment.ts";
import page from "../primitives/Section.module.css";
import table from "../primitives/tables/table.module.css";
import { RunActions } from "./RunActions.tsx";
import runTable from "./RunTable.module.css";

interface LongRunRowProps {
  kind: KindId;
  run: RunSummary;
  /** How large it is, in words. */
  size: string;
  /** The cells between its name and what can be done with it. */
  children: ReactNode;
}

/** One run of the table of all: what it was, what it gave, and what can be done with it. */
export function LongRunRow({ kind, run, size, children }: LongRunRowProps) {
  const playground = usePlayground();
  const recording = findRecording(run.runId);
  const isShown = usePlaygroundState((state) => shownRun(state, kind, run.task)?.runId === run.runId);
  return (
    <tr aria-current={isShown ? "true" : undefined}>
      <th scope="row">
        <button
          type="button"
          className={runTable.open}
          onClick={() =>
            void (recording
              ? watchRecording(playground, recording.id)
              : playground.library.open(kind, run.runId))
          }
        >
          <span className="visually-hidden">Open {kind} </span>
          {recording?.title ?? run.name}
        </button>
        <span className={page.details}>
          {`${formatMoment(run.startedAt)} · ${run.model} · ${size}${endText(run)}`}
        </span>
      </th>
      {children}
      <td className={table.number}>{!recording && <RunActions kind={kind} run={run} />}</td>
    </tr>
  );
}

function endText({ status, source }: RunSummary): string {
  const recorded = source === "recorded" ? " · Recorded" : "";
  if (status === "finished") return recorded;
  return `${recorded} · ${status === "running" || status === "paused" ? "unfinished" : status}`;
}
