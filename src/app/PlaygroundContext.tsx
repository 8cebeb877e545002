import { createContext, use } from "react";
import { useStore } from "zustand";
import type { Playground } from "./playground.ts";
import type { PlaygroundState } from "./playgroundState.ts";

/** Provided once, by `main.tsx`. */
export const PlaygroundContext = createContext<Playground | null>(null);

/** What can be done. */
export function usePlayground(): Playground {
  const playground = use(PlaygroundContext);
  if (!playground) throw new Error("usePlayground needs a PlaygroundContext above it.");
  return playground;
}

/** Part of what is shown; the component renders again only when that part changes. */
export function usePlaygroundState<T>(select: (state: PlaygroundState) => T): T {
  return useStore(usePlayground().store, select);
}
