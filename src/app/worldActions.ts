import { freshSeed, toDraftPassage } from "./draft.ts";
import type { DraftActions } from "./draftActions.ts";
import { loadWorld, type World } from "./loadWorld.ts";
import { embeddedModel } from "./playgroundState.ts";
import { changeDraft, notify, type PlaygroundStore } from "./store.ts";
import { FIRST_RECIPE, type OwnFact, type WorldRecipe } from "./worldRecipe.ts";

/** Passages of the embedded model's world: generated, told from one's own facts, or typed. */
export interface WorldActions {
  /** Makes the passage of the recipe with this change; without one, of a fresh seed. */
  generate(change?: Partial<WorldRecipe>): Promise<void>;
  changeFacts(facts: readonly OwnFact[]): void;
  /** Fills the form from the passage, if it is of the world and the form is still empty. */
  readFacts(): Promise<void>;
  /** The form's facts become the passage, if nothing is wrong with them. */
  tellFacts(): Promise<void>;
  /** Asks about every fact of the text as it stands; the questions before are replaced. */
  askAboutText(): Promise<void>;
  /** A first visit opens on the model that comes with the page, with a passage that this model can read. */
  openFirst(): Promise<void>;
}

export function createWorldActions(store: PlaygroundStore, draft: DraftActions): WorldActions {
  const now = () => store.getState().draft;
  const first = now();

  /** Without the world everything stays as it is, and people are told. */
  const withWorld = async (act: (world: World) => void) => {
    const world = await loadWorld().catch(() => null);
    if (world) return act(world);
    notify(store, {
      tone: "error",
      message: "What makes passages could not be fetched.",
      advice: "Check the network and try again.",
    });
  };

  return {
    generate: async (change = { seed: freshSeed() }) => {
      const before = now().recipe;
      const recipe = { ...before, ...change };
      changeDraft(store, { recipe });
      await withWorld((world) => {
        // Another change came meanwhile, and its passage is the one that is wanted.
        if (now().recipe !== recipe) return;
        const passage = world.passageOf(recipe);
        if (world.isOfRecipe(now().passage, before)) changeDraft(store, { passage: toDraftPassage(passage) });
        else draft.openPassage(passage, "A generated passage took the place of yours.");
      });
    },
    changeFacts: (facts) => changeDraft(store, { facts: [...facts] }),
    readFacts: () =>
      withWorld((world) => {
        const { facts, passage } = now();
        if (facts.length === 0) changeDraft(store, { facts: world.factsOf(passage.text) ?? [] });
      }),
    tellFacts: () =>
      withWorld((world) => {
        const { facts, passage, recipe } = now();
        if (facts.length === 0 || world.factProblems(facts).length > 0) return;
        const told = world.passageOfFacts(facts, recipe.seed);
        if (world.isOfRecipe(passage, recipe)) changeDraft(store, { passage: toDraftPassage(told) });
        else draft.openPassage(told, "A passage with your facts took the place of the one before.");
      }),
    askAboutText: () =>
      withWorld((world) => {
        const { passage, recipe } = now();
        const questions = world.questionsAbout(passage.text, recipe.seed);
        if (questions === null) return;
        const title = passage.title.trim() === "" ? "My passage" : passage.title;
        draft.openPassage(
          { title, text: passage.text, questions },
          "The questions were made anew from the text.",
        );
      }),
    openFirst: async () => {
      const isUntouched = () => now().passage === first.passage && now().settings === first.settings;
      if (!isUntouched() || !embeddedModel(store.getState())) return;
      await withWorld((world) => {
        if (!isUntouched()) return;
        changeDraft(store, { passage: toDraftPassage(world.passageOf(FIRST_RECIPE)) });
        draft.choosePreset("reader");
      });
    },
  };
}
