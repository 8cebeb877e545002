import { freshSeed } from "../../../../protocol/random.ts";
import type { ContextViewProps } from "../../../page/taskPage.ts";
import type { PassageDraft } from "../draft.ts";
import { toDraftPassage } from "../draftPassage.ts";
import { loadWorld, type World } from "./loadWorld.ts";
import type { WorldRecipe } from "./recipe.ts";

/** How the draft is reached: when the world has arrived, it may be another one than when it was asked for. */
type Reach = Pick<ContextViewProps<PassageDraft>, "onChange" | "onReplace" | "say">;

/** Without the world everything stays as it is, and people are told. */
async function withWorld({ say }: Reach, act: (world: World) => void): Promise<void> {
  const world = await loadWorld().catch(() => null);
  if (world) act(world);
  else say("error", "What makes passages could not be fetched.", "Check the network and try again.");
}

/** Makes the passage of the recipe with this change; without one, of a fresh seed. */
export function generate(reach: Reach, change: Partial<WorldRecipe> = { seed: freshSeed() }): Promise<void> {
  return withWorld(reach, (world) =>
    reach.onReplace((draft) => {
      const recipe = { ...draft.recipe, ...change };
      return { ...draft, passage: toDraftPassage(world.passageOf(recipe)), recipe };
    }, "A generated passage took the place of yours."),
  );
}

/** Fills the form from the passage, if it is of the world and the form is still empty. */
export function readFacts(reach: Reach): Promise<void> {
  return withWorld(reach, (world) =>
    reach.onChange((draft) =>
      draft.facts.length > 0 ? draft : { ...draft, facts: world.factsOf(draft.passage.text) ?? [] },
    ),
  );
}

/** The form's facts become the passage, if nothing is wrong with them. */
export function tellFacts(reach: Reach): Promise<void> {
  return withWorld(reach, (world) =>
    reach.onReplace((draft) => {
      const { facts, recipe } = draft;
      if (facts.length === 0 || world.factProblems(facts).length > 0) return draft;
      return { ...draft, passage: toDraftPassage(world.passageOfFacts(facts, recipe.seed)) };
    }, "A passage with your facts took the place of the one before."),
  );
}

/** Asks about every fact of the text as it stands; the questions before are replaced. */
export function askAboutText(reach: Reach): Promise<void> {
  return withWorld(reach, (world) =>
    reach.onReplace((draft) => {
      const { title, text } = draft.passage;
      const questions = world.questionsAbout(text, draft.recipe.seed);
      if (questions === null) return draft;
      const asked = { title: title.trim() === "" ? "My passage" : title, text, questions };
      return { ...draft, passage: toDraftPassage(asked) };
    }, "The questions were made anew from the text."),
  );
}
