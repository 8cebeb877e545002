import { ChartLine, Table2 } from "lucide-react";
import { Button } from "../Button.tsx";

interface TableToggleProps {
  /** What is shown, e.g. "loss". */
  of: string;
  asTable: boolean;
  onChange: (asTable: boolean) => void;
}

/** Every chart can be read as a table. */
export function TableToggle({ of, asTable, onChange }: TableToggleProps) {
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
