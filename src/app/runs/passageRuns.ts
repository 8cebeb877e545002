import type { Condition, Piece } from "../../protocol/run.ts";
import { toJson } from "../../protocol/toJson.ts";
import type { EditSetup } from "../../runs/edit/events.ts";
import { fromDraftPassage } from "../draft.ts";
import type { DraftActions } from "../draftActions.ts";
import { checkDraft } from "../draftCheck.ts";
import { loadedWorld } from "../loadWorld.ts";
import { isEmbeddedLoaded, textModel } from "../playgroundState.ts";
import type { PlaygroundStore } from "../store.ts";
import type { WorldRecipe } from "../worldRecipe.ts";
import type { Runs } from "./runs.ts";
import { busyRun, changeShown, liveRun, openedRun } from "./runsState.ts";

/** Runs of one edit on the passage that is set up. */
export interface PassageRuns {
  start(stepByStep: boolean): void;
  /** Repeats the live run's setup, with its own seed or a new one. */
  again(seed: "same" | "new"): void;
  changePieces(pieces: readonly Piece[]): void;
  /** Goes on after a pause, with the pieces as the user left them. */
  continue(): void;
  /** Takes over the passage and the settings of the opened run, seed included. */
  reuse(): void;
}

const TASK = "knowledge";

/** The embedded model is quick, and of its world perfect notes are known, so that it can have every control. */
function worldControls(recipe: WorldRecipe): Pick<EditSetup, "conditions" | "otherContext"> {
  const conditions: Condition[] = ["untouched", "in-context", "passage-only", "self-edit", "oracle"];
  const other = loadedWorld()?.passageOf({ ...recipe, seed: recipe.seed + 1 });
  if (!other) return { conditions };
  return { conditions: [...conditions, "other-edit"], otherContext: toJson(other) };
}

export function createPassageRuns(store: PlaygroundStore, runs: Runs, draft: DraftActions): PassageRuns {
  const start = (stepByStep: boolean) => {
    const state = store.getState();
    if (!textModel(state) || checkDraft(state.draft).length > 0) return;
    store.setState({ changedPieces: null });
    void runs.start("edit", TASK, () => ({
      task: TASK,
      context: toJson(fromDraftPassage(state.draft.passage)),
      settings: state.draft.settings,
      stepByStep,
      ...(isEmbeddedLoaded(state) ? worldControls(state.draft.recipe) : {}),
    }));
  };

  return {
    start,
    again: (seed) => {
      const live = liveRun(store.getState(), "edit", TASK);
      if (!live) return;
      draft.takeOver(live);
      if (seed === "new") draft.rerollSeed();
      start(live.stepByStep);
    },
    changePieces: (changedPieces) => store.setState({ changedPieces }),
    continue: () => {
      const state = store.getState();
      if (busyRun(state, "edit", TASK)?.status !== "paused") return;
      runs.continue(state.changedPieces ?? undefined);
      store.setState({ changedPieces: null });
    },
    reuse: () => {
      const opened = openedRun(store.getState(), "edit", TASK);
      if (!opened) return;
      draft.takeOver(opened.state);
      store.setState(({ runs: all }) => ({ runs: changeShown(all, "edit", TASK, () => ({ opened: null })) }));
    },
  };
}
