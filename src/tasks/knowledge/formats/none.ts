import type { EditFormat } from "./format.ts";
import { lineDrafts } from "./lineDrafts.ts";

export const none: EditFormat = {
  asking: { kind: "continuation" },
  parse: (sample, _passage, cut) => lineDrafts(sample, cut),
};
