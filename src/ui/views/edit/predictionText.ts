import type { Prediction } from "../../../app/edit/setup.ts";

export const PREDICTIONS: readonly Prediction[] = ["yes", "no", "worse"];

export const PREDICTION_LABELS: Record<Prediction, string> = {
  yes: "Yes",
  no: "No difference",
  worse: "It gets worse",
};
