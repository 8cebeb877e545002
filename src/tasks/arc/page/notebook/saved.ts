import type { EditRun } from "../../../../runs/edit/state.ts";
import TRAINING from "../../../page/notebook/training.py?raw";
import type { NotebookOrigin } from "../../../page/taskPage.ts";
import PUZZLE from "./puzzleNotebook.py?raw";
import { puzzleNotebook } from "./puzzleNotebook.ts";

/** The notebook of a run on a puzzle with the cells as they come with the page. */
export function savedEdit(run: EditRun, origin: NotebookOrigin): string {
  return puzzleNotebook([TRAINING, PUZZLE].join("\n"), run, origin);
}
