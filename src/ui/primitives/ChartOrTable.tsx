import { type ReactNode, useState } from "react";
import { Part } from "./Part.tsx";
import { TableToggle } from "./TableToggle.tsx";

interface ChartOrTableProps {
  /** What is shown, e.g. "loss". */
  of: string;
  /** Its code may come late. */
  chart: ReactNode;
  table: ReactNode;
  /** The sentence beside the switch. */
  note: ReactNode;
  /** Classes of the room kept for the chart, and of the line below. */
  look: { placeholder?: string | undefined; foot?: string | undefined };
}

/** A chart that can be read as a table, with a switch between the two. */
export function ChartOrTable({ of, chart, table, note, look }: ChartOrTableProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <>
      {asTable ? table : <Part fallback={<div className={look.placeholder} />}>{chart}</Part>}
      <div className={look.foot}>
        <p>{note}</p>
        <TableToggle of={of} asTable={asTable} onChange={setAsTable} />
      </div>
    </>
  );
}
