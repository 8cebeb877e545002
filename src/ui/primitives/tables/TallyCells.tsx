import type { Tally } from "../../../protocol/run.ts";
import { formatPercent } from "../format.ts";
import { NumberHead } from "./NumberHead.tsx";
import table from "./table.module.css";

/** The heads of the three columns that a tally takes. */
export function TallyHeads({ share = "Accuracy" }: { share?: string }) {
  return (
    <>
      <NumberHead>Right</NumberHead>
      <NumberHead>{share}</NumberHead>
      <NumberHead>95 % interval</NumberHead>
    </>
  );
}

/** How many were right, which share that is, and how sure it is. */
export function TallyCells({ tally: { correct, total, interval } }: { tally: Tally }) {
  return (
    <>
      <td className={table.number}>
        {correct}/{total}
      </td>
      <td className={table.number}>{total > 0 ? formatPercent(correct / total) : "–"}</td>
      <td className={table.number}>{interval.map(formatPercent).join(" to ")}</td>
    </>
  );
}
