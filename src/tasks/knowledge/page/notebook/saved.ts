import type { EditRun } from "../../../../runs/edit/state.ts";
import type { RoundsRun } from "../../../../runs/rounds/state.ts";
import TRAINING from "../../../page/notebook/training.py?raw";
import type { NotebookOrigin } from "../../../page/taskPage.ts";
import EDIT from "./editNotebook.py?raw";
import { editNotebook } from "./editNotebook.ts";
import PASSAGES from "./passages.py?raw";
import ROUNDS from "./roundsNotebook.py?raw";
import { roundsNotebook } from "./roundsNotebook.ts";

/** The notebooks of runs on passages with the cells as they come with the page. */
export function savedEdit(run: EditRun, origin: NotebookOrigin): string {
  return editNotebook([TRAINING, PASSAGES, EDIT].join("\n"), run, origin);
}

export function savedRounds(run: RoundsRun, origin: NotebookOrigin): string {
  return roundsNotebook([TRAINING, PASSAGES, ROUNDS].join("\n"), run, origin);
}
