import { remembered } from "../../../protocol/remembered.ts";
import type { Json } from "../../../protocol/run.ts";
import { toJson } from "../../../protocol/toJson.ts";
import { z } from "../../../protocol/zod.ts";
import type { EditRun } from "../../../runs/edit/state.ts";
import type { DraftRules, LinkCodec } from "../../page/taskPage.ts";
import { FIRST_EXAMPLE } from "../examples/exampleTitles.ts";
import { type Passage, passageSchema } from "../metadata.ts";
import { MAX_QUESTIONS } from "../passageLimits.ts";
import {
  type DraftPassage,
  draftPassageSchema,
  fromDraftPassage,
  toDraftPassage,
  withoutSurplus,
} from "./draftPassage.ts";
import { exampleOf, loadExample } from "./examples.ts";
import { passageIssues } from "./passageIssues.ts";
import { loadedWorld, loadWorld } from "./world/loadWorld.ts";
import {
  FIRST_RECIPE,
  namedRecipe,
  type OwnFact,
  ownFactSchema,
  recipeName,
  type WorldRecipe,
  worldRecipeSchema,
} from "./world/recipe.ts";

/** A passage while it is set up, and what it may be made from. */
export interface PassageDraft {
  readonly passage: DraftPassage;
  /** What the last generated passage was made from. */
  readonly recipe: WorldRecipe;
  /** The form for people and facts of one's own. */
  readonly facts: readonly OwnFact[];
  /** Passages from the file that was imported last; they last as long as the visit. */
  readonly imported: { fileName: string; passages: readonly Passage[] } | null;
}

export function draftOf(passage: Passage): PassageDraft {
  return { passage: toDraftPassage(passage), recipe: FIRST_RECIPE, facts: [], imported: null };
}

/** The passage of a run; null for a run of another task. */
export function passageOf({ context }: EditRun): Passage | null {
  return readPassage(context);
}

function readPassage(context: Json): Passage | null {
  return typeof context === "object" && context !== null ? parsed(context) : null;
}

const parsed = remembered((context: object) => passageSchema.safeParse(context).data ?? null);

const contextOf = remembered((passage: DraftPassage) => toJson(fromDraftPassage(passage)));

const asked = remembered((passage: Passage) =>
  JSON.stringify(passage.questions.map(({ question, answers }) => [question, answers])),
);

const questionsSchema = z.object({ questions: z.array(z.unknown()) });

export const passageDraft: DraftRules<PassageDraft> = {
  // A passage that the model can read; where its maker cannot be fetched, an example is better than nothing.
  first: (own) => (own ? firstOfWorld() : draftOf(FIRST_EXAMPLE)),
  restore: (kept, fallback) => {
    const stored = z.record(z.string(), z.unknown()).safeParse(kept).data ?? {};
    const passage = draftPassageSchema.safeParse(stored.passage).data;
    return {
      passage: passage ? withoutSurplus(passage) : fallback.passage,
      recipe: worldRecipeSchema.safeParse(stored.recipe).data ?? fallback.recipe,
      facts: z.array(ownFactSchema).safeParse(stored.facts).data ?? fallback.facts,
      imported: null,
    };
  },
  leftOut: (given) => {
    const holder = z.object({ passage: questionsSchema }).safeParse(given).data?.passage;
    const { length } = (holder ?? questionsSchema.safeParse(given).data)?.questions ?? [];
    if (length <= MAX_QUESTIONS) return null;
    return `Of the passage's ${length} questions the first ${MAX_QUESTIONS} are kept: no more can be asked.`;
  },
  kept: ({ passage, recipe, facts }) => ({ passage, recipe, facts }),
  context: ({ passage }) => contextOf(passage),
  withContext: (draft, context) => {
    const passage = readPassage(context);
    if (passage === null) return null;
    const isSame = JSON.stringify(passage) === JSON.stringify(fromDraftPassage(draft.passage));
    return isSame ? draft : { ...draft, passage: toDraftPassage(passage) };
  },
  // An example can be chosen again, and a generated passage made again; a text of one's own would be gone.
  isOwn: ({ passage, recipe }) =>
    exampleOf(passage) === undefined && loadedWorld()?.isOfRecipe(passage, recipe) !== true,
  key: () => "passage",
  issues: ({ passage }) => passageIssues(passage),
  asks: (context) => {
    const passage = readPassage(context);
    return passage === null ? "" : asked(passage);
  },
  // The model of the world is quick, and perfect notes of it are known, so that it can have every control.
  canCompare: (draft, condition, isOwn) => {
    if (condition === "other-edit") return isOwn && otherPassage(draft) !== null;
    return condition !== "oracle" || isOwn;
  },
  otherContext: otherPassage,
};

export const passageLink: LinkCodec<PassageDraft> = {
  nameOf: ({ passage, recipe }) => {
    const isMade = loadedWorld()?.isOfRecipe(passage, recipe) === true;
    return isMade ? recipeName(recipe) : (exampleOf(passage)?.id ?? null);
  },
  named: async (name, draft) => {
    const recipe = namedRecipe(name);
    const passage = recipe ? (await loadWorld()).passageOf(recipe) : await loadExample(name);
    return passage && { ...draft, passage: toDraftPassage(passage), recipe: recipe ?? draft.recipe };
  },
};

async function firstOfWorld(): Promise<PassageDraft> {
  const world = await loadWorld().catch(() => null);
  return draftOf(world?.passageOf(FIRST_RECIPE) ?? FIRST_EXAMPLE);
}

/** About other people of the world; null where the world is not there. */
function otherPassage({ recipe }: PassageDraft): Json | null {
  const other = loadedWorld()?.passageOf({ ...recipe, seed: recipe.seed + 1 });
  return other ? toJson(other) : null;
}
