import { useEffect, useState } from "react";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { openSomething, recordedLines } from "../../app/runs/recorded.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import type { SummaryOf } from "../../runs/kinds.ts";

/** A view that is opened with nothing in it shows the newest run of this browser, or else a recording. */
export function useSomethingToSee(kind: KindId, task: string): void {
  const playground = usePlayground();
  useEffect(() => void openSomething(playground, kind, task), [playground, kind, task]);
}

/** The lines of the recordings of a kind and a task; none until they have been fetched. */
export function useRecordedLines<K extends KindId>(kind: K, task: string): readonly SummaryOf<K>[] {
  const [lines, setLines] = useState<readonly SummaryOf<K>[]>([]);
  useEffect(() => {
    let isWanted = true;
    void recordedLines(kind, task).then((fetched) => {
      if (isWanted) setLines(fetched);
    });
    return () => {
      isWanted = false;
    };
  }, [kind, task]);
  return lines;
}
