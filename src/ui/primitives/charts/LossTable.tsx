import { formatLoss } from "../format.ts";
import { NumberHead } from "../tables/NumberHead.tsx";
import { ScrollTable } from "../tables/ScrollTable.tsx";
import table from "../tables/table.module.css";
import type { ChartSeries } from "./chartSeries.ts";

/** About as many rows as fit beside the chart; the exported log holds every step. */
const ROWS = 12;

/** The loss chart in numbers. */
export function LossTable({ series }: { series: readonly ChartSeries[] }) {
  const all = [...new Set(series.flatMap((one) => one.points.map((point) => point.step)))].sort(
    (a, b) => a - b,
  );
  const every = Math.max(1, Math.ceil(all.length / ROWS));
  const steps = all.filter((_, index) => index % every === 0 || index === all.length - 1);
  return (
    <ScrollTable caption="Loss by optimiser step">
      <thead>
        <tr>
          <th scope="col">Step</th>
          {series.map((one) => (
            <NumberHead key={one.id}>{one.label}</NumberHead>
          ))}
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step}>
            <th scope="row">{step}</th>
            {series.map((one) => {
              const point = one.points.find((candidate) => candidate.step === step);
              return (
                <td key={one.id} className={table.number}>
                  {point ? formatLoss(point.loss) : "–"}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
