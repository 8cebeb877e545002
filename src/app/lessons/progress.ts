import { z } from "../../protocol/zod.ts";

/** What somebody has done at a step. */
const stepProgressSchema = z.object({
  /** The page has said that the action is done. */
  done: z.boolean(),
  /** Index of the option chosen last; null before any. */
  answer: z.nullable(z.int().check(z.nonnegative())),
  /** The answer was compared with the right one. */
  checked: z.boolean(),
});
export type StepProgress = z.infer<typeof stepProgressSchema>;

/** By "lesson/step". */
export type Progress = Readonly<Record<string, StepProgress>>;

export const UNTOUCHED: StepProgress = { done: false, answer: null, checked: false };

/** What the browser kept: each step that can still be read. */
export function readProgress(kept: unknown): Progress {
  const entries = z.record(z.string(), z.unknown()).safeParse(kept).data ?? {};
  return Object.fromEntries(
    Object.entries(entries).flatMap(([address, value]) => {
      const { data } = stepProgressSchema.safeParse(value);
      return data ? [[address, data] as const] : [];
    }),
  );
}

export function stepAddress(lesson: { id: string }, step: { id: string }): string {
  return `${lesson.id}/${step.id}`;
}

/** The action is done and the question checked, whichever of them the step has; one of neither is over once it was seen. */
export function isComplete(
  step: { action?: unknown; question?: unknown },
  progress: StepProgress | undefined,
): boolean {
  if (!progress) return false;
  return (step.action === undefined || progress.done) && (step.question === undefined || progress.checked);
}
