import { firstResult } from "../../../../app/edit/selectors.ts";
import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { Part } from "../../../primitives/Part.tsx";
import { useContextProps, useIsOpened, useShownRun, useTask } from "../TaskContext.tsx";
import { Station } from "./Station.tsx";

/** The context and what is asked about it. It can be changed unless an old run is shown. */
export function ReadStation() {
  const { entry, page } = useTask();
  const run = useShownRun();
  const isOpened = useIsOpened();
  const first = usePlaygroundState((state) => firstResult(state, entry));
  const props = useContextProps();
  const result = isOpened ? run?.answers.untouched?.result : first;
  return (
    <Station station="read" summary={result && page.text.before(result)}>
      <Part>{run && isOpened ? <page.RunContextView run={run} /> : <page.ContextView {...props} />}</Part>
    </Station>
  );
}
