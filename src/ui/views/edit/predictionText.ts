import type { Prediction } from "../../../app/draft.ts";

export const PREDICTION_LABELS: Record<Prediction, string> = {
  yes: "Yes",
  no: "No difference",
  worse: "It gets worse",
};
