import type { Outcome } from "../protocol/run.ts";
import type { EditRun, Row } from "../runs/edit/state.ts";
import { type Passage, passageSchema } from "../tasks/knowledge/metadata.ts";

export type { Passage };

const cache = new WeakMap<object, Passage | null>();

/** The passage of a run, or null where its context is something else. */
export function runPassage(run: EditRun): Passage | null {
  const { context } = run;
  if (context === null || typeof context !== "object") return null;
  const known = cache.get(context);
  if (known !== undefined) return known;
  const parsed = passageSchema.safeParse(context);
  const passage = parsed.success ? parsed.data : null;
  cache.set(context, passage);
  return passage;
}

/** An answer as far as it is known: complete and graded, still being decoded, or not begun. */
export type AnswerSoFar = { outcome: Outcome } | { partial: string } | null;

export function answerSoFar(run: EditRun, row: Row, item: number): AnswerSoFar {
  const answers = run.answers[row];
  const outcome = answers?.outcomes[item];
  if (outcome) return { outcome };
  const partial = answers?.partial[item];
  return partial === undefined ? null : { partial };
}
