import { useStore } from "zustand";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { useLazy } from "../../useLazy.ts";

/** The versions of the loaded model, and what can be done with them; the view waits until they are there. */
export function useVersions() {
  const { store, ask, takeTaught, cancel, setLimits, saved } = useLazy(usePlayground().versions);
  const state = useStore(store);
  const loaded = usePlaygroundState(({ session }) => session.loaded);
  return { ...state, loaded, ask, takeTaught, cancel, setLimits, saved };
}

export type Versions = ReturnType<typeof useVersions>;
