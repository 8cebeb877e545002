import type { Adapter, Generation, LanguageModel } from "../../nn/languageModel.ts";
import { type Prompt, tokensOf } from "../../protocol/sequence.ts";
import { type Answerer, remedy } from "./remedy.ts";

export const router = remedy({
  id: "router",
  label: "Adapter each, router",
  help: "Nothing is merged; questions are routed.",
  meaning:
    "Nothing is merged: each passage keeps an adapter of its own. A question goes to the adapter that finds the question itself most probable; neither its passage nor its answer is looked at.",
  fields: {},
  begin({ model }) {
    const answerer = createRouter(model);
    return {
      decide: () => ({ outcome: "kept-apart", scale: 1, tries: [] }),
      keepApart: answerer.add,
      answerer,
      dispose: answerer.dispose,
    };
  },
});

/** Answers each prompt with one of several adapters; the base is never changed. */
interface Router extends Answerer {
  /** Takes the adapter of a passage over. */
  add(adapter: Adapter, passage: number): void;
  dispose(): void;
}

interface Route {
  passage: number | null;
  nll: number;
}

/**
 * The rule: a prompt goes to the adapter under which the prompt itself is most probable (lowest negative
 * log-likelihood of its tokens; of equals the earlier adapter). An adapter has learned the names and the phrasing of its
 * passage, so a question about it surprises it least. Nothing but the question is looked at, neither title nor answer;
 * a question about nothing that was learned goes to some adapter all the same.
 */
function createRouter(model: LanguageModel): Router {
  const adapters = new Map<number | null, Adapter>();
  let routes: (number | null)[] = [];

  const route = async (prompts: readonly Prompt[], signal?: AbortSignal): Promise<(number | null)[]> => {
    const examples = prompts.map((prompt) => {
      const tokens = tokensOf(prompt, model);
      return { tokens, lossMask: tokens.map((_, t) => t > 0) };
    });
    const best = prompts.map((): Route => ({ passage: null, nll: Number.POSITIVE_INFINITY }));
    for (const [passage, adapter] of adapters) {
      model.useAdapter(adapter);
      (await model.score(examples, signal)).forEach(({ nll }, prompt) => {
        if (nll < best[prompt]!.nll) best[prompt] = { passage, nll };
      });
    }
    return best.map(({ passage }) => passage);
  };

  return {
    add: (adapter, passage) => void adapters.set(passage, adapter),
    get routes() {
      return routes;
    },
    async generate(request) {
      const answers = new Map<number, Generation>();
      try {
        routes = await route(request.prompts, request.signal);
        for (const passage of new Set(routes)) {
          const own = routes.flatMap((chosen, prompt) => (chosen === passage ? [prompt] : []));
          model.useAdapter(adapters.get(passage) ?? null);
          const { onText: _none, ...rest } = request;
          const generations = await model.generate({
            ...rest,
            prompts: own.map((prompt) => request.prompts[prompt]!),
          });
          generations.forEach((generation, i) => {
            answers.set(own[i]!, generation);
          });
        }
      } finally {
        model.useAdapter(null);
      }
      return request.prompts.map((_, prompt) => answers.get(prompt)!);
    },
    dispose() {
      for (const adapter of adapters.values()) adapter.dispose();
      adapters.clear();
    },
  };
}
