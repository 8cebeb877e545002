import type { Adapter, GenerateRequest, Generation, LanguageModel } from "../nn/languageModel.ts";

/** Answers each prompt with one of several adapters; the base is never changed. */
export interface Router {
  /** Takes the adapter of a passage over. */
  add(passage: number, adapter: Adapter): void;
  generate(request: GenerateRequest): Promise<Generation[]>;
  /** Of the last `generate`: whose adapter answered each prompt; null: the base, as there was no adapter. */
  readonly routes: readonly (number | null)[];
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
export function createRouter(model: LanguageModel): Router {
  const adapters = new Map<number | null, Adapter>();
  let routes: (number | null)[] = [];

  const route = async (prompts: readonly string[], signal?: AbortSignal): Promise<(number | null)[]> => {
    const examples = prompts.map((prompt) => {
      const tokens = model.encode(prompt);
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
    add: (passage, adapter) => void adapters.set(passage, adapter),
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
