import type { Setup } from "../src/app/edit/setup.ts";
import type { Playground } from "../src/app/playground.ts";
import type { PuzzleDraft } from "../src/tasks/arc/page/draft.ts";
import type { PassageDraft } from "../src/tasks/knowledge/page/draft.ts";
import type { DraftPassage } from "../src/tasks/knowledge/page/draftPassage.ts";
import type { ContextViewProps } from "../src/tasks/page/taskPage.ts";

export const PASSAGES = "knowledge";
export const PUZZLES = "arc";

export function setupOf({ store }: Playground, task = PASSAGES): Setup {
  const setup = store.getState().setups[task];
  if (!setup) throw new Error(`The set-up of ${task} is not open.`);
  return setup;
}

export function passageDraftOf(playground: Playground): PassageDraft {
  return setupOf(playground).context as PassageDraft;
}

export function puzzleDraftOf(playground: Playground): PuzzleDraft {
  return setupOf(playground, PUZZLES).context as PuzzleDraft;
}

export function changePassage({ setups }: Playground, change: Partial<DraftPassage>): void {
  setups.change(PASSAGES, (draft) => {
    const { passage } = draft as PassageDraft;
    return { ...(draft as PassageDraft), passage: { ...passage, ...change } };
  });
}

export function changePuzzle({ setups }: Playground, change: (draft: PuzzleDraft) => PuzzleDraft): void {
  setups.change(PUZZLES, (draft) => change(draft as PuzzleDraft));
}

/** How the passage's own views reach its draft. */
export function reachOf({
  setups,
}: Playground): Pick<ContextViewProps<PassageDraft>, "onChange" | "onReplace" | "say"> {
  return {
    onChange: (change) => setups.change(PASSAGES, (draft) => change(draft as PassageDraft)),
    onReplace: (change, message) =>
      setups.replace(PASSAGES, (draft) => change(draft as PassageDraft), message),
    say: () => {},
  };
}
