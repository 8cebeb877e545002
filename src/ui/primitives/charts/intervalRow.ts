import type { Tally } from "../../../protocol/run.ts";

/** One dot with its interval. */
export interface IntervalRow extends Tally {
  label: string;
  /** One sentence, as a tooltip. */
  help: string;
  /** The one that matters is drawn in the accent colour. */
  emphasis: boolean;
}
