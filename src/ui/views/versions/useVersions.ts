import { use } from "react";
import { useStore } from "zustand";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";

/** The versions of the loaded model, and what can be done with them; the view waits until they are there. */
export function useVersions() {
  const { store, ask, takeTaught, cancel, setLimits } = use(usePlayground().versions.open());
  const state = useStore(store);
  const loaded = usePlaygroundState(({ session }) => session.loaded);
  return { ...state, loaded, ask, takeTaught, cancel, setLimits };
}

export type Versions = ReturnType<typeof useVersions>;
