import { ChartLine, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../Button.tsx";
import { Part } from "../Part.tsx";

interface ChartOrTableProps {
  /** What is shown, e.g. "loss". */
  of: string;
  /** One of the two; the code may come late. */
  children: (asTable: boolean) => ReactNode;
  /** The sentence beside the switch. */
  note: ReactNode;
  /** Classes of the room kept for it, and of the line below. */
  look: { placeholder?: string | undefined; foot?: string | undefined };
}

/** A chart that can be read as a table, with a switch between the two. */
export function ChartOrTable({ of, children, note, look }: ChartOrTableProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <>
      <Part fallback={<div className={look.placeholder} />}>{children(asTable)}</Part>
      <div className={look.foot}>
        <p>{note}</p>
        <TableToggle of={of} asTable={asTable} onChange={setAsTable} />
      </div>
    </>
  );
}

interface TableToggleProps {
  /** What is shown, e.g. "loss". */
  of: string;
  asTable: boolean;
  onChange: (asTable: boolean) => void;
}

/** Every chart can be read as a table. */
function TableToggle({ of, asTable, onChange }: TableToggleProps) {
  return (
    <Button
      look="quiet"
      aria-pressed={asTable}
      aria-label={`Show ${of} as a table`}
      icon={asTable ? <ChartLine aria-hidden /> : <Table2 aria-hidden />}
      onClick={() => onChange(!asTable)}
    >
      {asTable ? "As a chart" : "As a table"}
    </Button>
  );
}
