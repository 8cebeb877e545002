import { useStore } from "zustand";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { draftOf, type Rounds } from "../../../app/rounds/rounds.ts";
import type { RoundsDraft } from "../../../app/rounds/roundsDraft.ts";
import { useLazy } from "../../useLazy.ts";

/** Setting up rounds; the view waits until it is there. */
export function useRounds(): Rounds {
  return useLazy(usePlayground().rounds);
}

/** What the rounds of the task on screen are set to. */
export function useRoundsDraft(): RoundsDraft {
  const task = usePlaygroundState((state) => state.roundsTask);
  return useStore(useRounds().store, (state) => draftOf(state, task));
}
