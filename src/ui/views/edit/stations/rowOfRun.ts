import type { Row } from "../../../../runs/edit/state.ts";
import type { RunState } from "../../../../runs/runKind.ts";
import type { RowText, TaskText } from "../../../../tasks/page/taskPage.ts";

/** What a row of a run is called: where the run started from a version, its model was not the untouched one. */
export function rowOfRun(text: TaskText, { model }: Pick<RunState, "model">, row: Row): RowText {
  if (row !== "untouched" || model.version === undefined) return text.row(row);
  return {
    label: `Version “${model.version}”`,
    help: "The model as this version left it, before anything more was trained.",
  };
}
