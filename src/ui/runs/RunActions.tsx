import { Download, Trash2 } from "lucide-react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import type { KindId } from "../../protocol/runEvent.ts";
import type { RunSummary } from "../../runs/runKind.ts";
import { IconButton } from "../primitives/Button.tsx";
import { saveFile } from "../primitives/saveFile.ts";

/** What can be done with a run of the table, whatever its kind: take it along as a file, or delete it. */
export function RunActions({ kind, run: { runId, name } }: { kind: KindId; run: RunSummary }) {
  const { library } = usePlayground();
  const isGoingOn = usePlaygroundState(({ engine }) => engine?.runId === runId);
  const exportRun = async () => {
    const text = await library.exportRun(kind, runId);
    const prefix = kind === "edit" ? "run" : kind;
    if (text !== null) saveFile(`${prefix}-${name.replaceAll(" ", "-")}.json`, text);
  };
  return (
    <>
      <IconButton label={`Export ${name}`} icon={<Download aria-hidden />} onClick={() => void exportRun()} />
      <IconButton
        label={`Delete ${name}`}
        icon={<Trash2 aria-hidden />}
        disabled={isGoingOn}
        onClick={() => void library.remove(kind, runId)}
      />
    </>
  );
}
