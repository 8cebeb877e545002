import type { Fields } from "../../protocol/fields.ts";
import { type Remedy, type RemedyRun, remedy } from "./remedy.ts";

type Words = Pick<Remedy, "label" | "help" | "meaning">;

/**
 * Two remedies at once: the second prepares what the first has prepared. Whoever decides, keeps apart or answers does; of
 * two that would, the first.
 */
export function combined<const Id extends string, First extends Fields, Second extends Fields>(
  id: Id,
  words: Words,
  first: Remedy<string, First>,
  second: Remedy<string, Second>,
): Remedy<Id, First & Second> {
  return remedy({
    id,
    ...words,
    fields: { ...first.fields, ...second.fields },
    begin: async (stream, settings) =>
      both(await first.begin(stream, settings), await second.begin(stream, settings)),
  });
}

function both(first: RemedyRun, second: RemedyRun): RemedyRun {
  const decider = first.decide ? first : second;
  const keeper = first.keepApart ? first : second;
  const answerer = first.answerer ?? second.answerer;
  return {
    async prepare(step) {
      const once = (await first.prepare?.(step)) ?? { ...step.plan, replayed: 0 };
      const twice = (await second.prepare?.({ ...step, plan: once })) ?? { ...once, replayed: 0 };
      return { ...once, ...twice, replayed: once.replayed + twice.replayed };
    },
    ...(decider.decide ? { decide: decider.decide } : {}),
    ...(keeper.keepApart ? { keepApart: keeper.keepApart } : {}),
    ...(answerer ? { answerer } : {}),
    async merged(adapter) {
      await first.merged?.(adapter);
      await second.merged?.(adapter);
    },
    dispose() {
      first.dispose?.();
      second.dispose?.();
    },
  };
}
