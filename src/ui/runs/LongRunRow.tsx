import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { RunStatus } from "../../runs/runKind.ts";
import { IconButton } from "../primitives/Button.tsx";
import { formatMoment } from "../primitives/format.ts";
import table from "../primitives/tables/table.module.css";
import page from "../views/rounds/OuterPage.module.css";
import runTable from "./RunTable.module.css";

interface LongRunRowProps {
  run: { runId: string; name: string; startedAt: string; model: string; status: RunStatus };
  /** "rounds" or "stream". */
  noun: string;
  /** How large it is, in words. */
  size: string;
  /** It is the one on screen. */
  shown: boolean;
  /** Something runs, so that none can be opened or deleted. */
  busy: boolean;
  /** The cells between its name and what can be done with it. */
  children: ReactNode;
  actions?: ReactNode;
  onOpen: () => void;
  onRemove: () => void;
}

/** One run of the table of all: what it was, what it gave, and what can be done with it. */
export function LongRunRow(props: LongRunRowProps) {
  const { run, noun, size, shown, busy, children, actions, onOpen, onRemove } = props;
  return (
    <tr aria-current={shown ? "true" : undefined}>
      <th scope="row">
        <button type="button" className={runTable.open} disabled={busy} onClick={onOpen}>
          <span className="visually-hidden">Open {noun} </span>
          {run.name}
        </button>
        <span className={page.details}>
          {`${formatMoment(run.startedAt)} · ${run.model} · ${size}${endText(run.status)}`}
        </span>
      </th>
      {children}
      <td className={table.number}>
        {actions}
        <IconButton
          label={`Delete ${run.name}`}
          icon={<Trash2 aria-hidden />}
          disabled={busy}
          onClick={onRemove}
        />
      </td>
    </tr>
  );
}

function endText(status: RunStatus): string {
  if (status === "finished") return "";
  return ` · ${status === "running" || status === "paused" ? "unfinished" : status}`;
}
