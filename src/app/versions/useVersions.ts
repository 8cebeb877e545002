import { useStore } from "zustand";
import { usePlayground, usePlaygroundState } from "../PlaygroundContext.tsx";
import { versionClientOf } from "./versionClient.ts";

/** The versions of the loaded model, and what can be done with them. */
export function useVersions() {
  const { store, ask, cancel, setLimits } = versionClientOf(usePlayground());
  const state = useStore(store);
  const loaded = usePlaygroundState(({ session }) => session.loaded);
  return { ...state, loaded, ask, cancel, setLimits };
}

export type Versions = ReturnType<typeof useVersions>;
