import { NotebookPen } from "lucide-react";
import { taskEntry } from "../../app/edit/taskModels.ts";
import { usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import type { RunOnScreen } from "../../app/runs/runOnScreen.ts";
import type { NotebookOrigin, TaskPage } from "../../tasks/page/taskPage.ts";
import { Button } from "../primitives/Button.tsx";
import { saveFile } from "../primitives/saveFile.ts";
import { useTaskPage } from "../views/useTaskPage.ts";

interface NotebookButtonProps {
  run: RunOnScreen;
  link(): Promise<string>;
  onSaid(message: string): void;
}

/** The run as a Python notebook; nothing where there is none of its kind and task. */
export function NotebookButton({ run, link, onSaid }: NotebookButtonProps) {
  const make = notebookOf(useTaskPage(taskEntry(run.task)), run);
  const models = usePlaygroundState(({ session }) => session.models);
  if (!make) return null;
  const save = async () => {
    const repository = models.find(({ id }) => id === run.model.id)?.repository ?? null;
    saveFile("self-edit.ipynb", await make({ link: await link(), repository }));
    onSaid("The notebook is saved: it repeats this run with Transformers and PEFT.");
  };
  return (
    <Button
      icon={<NotebookPen aria-hidden />}
      onClick={() =>
        void save().catch(() => onSaid("The notebook could not be made. Check the network and try again."))
      }
    >
      Take it further: Python notebook
    </Button>
  );
}

function notebookOf({ notebooks }: TaskPage, run: RunOnScreen) {
  const { edit, rounds } = notebooks ?? {};
  if ("edits" in run) return edit && ((origin: NotebookOrigin) => edit(run, origin));
  if ("rounds" in run) return rounds && ((origin: NotebookOrigin) => rounds(run, origin));
  return undefined;
}
