import type { ChartSeries } from "./chartSeries.ts";
import { LossChart } from "./LossChart.tsx";
import { LossTable } from "./LossTable.tsx";

interface LossFigureProps {
  series: readonly ChartSeries[];
  steps: number;
  asTable: boolean;
}

/** The loss as a curve or in numbers; whoever looks at neither does not fetch them. */
export default function LossFigure({ series, steps, asTable }: LossFigureProps) {
  return asTable ? <LossTable series={series} /> : <LossChart series={series} steps={steps} />;
}
