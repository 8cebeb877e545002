import type { EditFormat } from "./format.ts";
import { lineDrafts } from "./lineDrafts.ts";

export const none: EditFormat<"none"> = {
  id: "none",
  label: "No instruction",
  help: "The model simply continues the passage.",
  asking: { kind: "continuation" },
  parse: (sample, _passage, cut) => lineDrafts(sample, cut),
};
