import type { Round, RoundsRun } from "./state.ts";

/** How far a run of the outer loop is, counted in judged edits. */
export interface RoundsProgress {
  done: number;
  total: number;
  /** From the edits so far; null before the first. */
  secondsLeft: number | null;
  /** What is being done now, or would be next. */
  work: RoundsWork;
}

export type RoundsWork =
  | { kind: "writing" | "judging"; set: "training" | "held-out"; place: number; of: number; edit: number }
  | { kind: "writer"; step: number; steps: number };

export function roundsProgress(state: RoundsRun): RoundsProgress {
  const { settings, rounds, heldOut, elapsedMs } = state;
  const { contextsPerRound, samples, heldOutSamples } = settings;
  const total =
    settings.rounds * contextsPerRound * samples + (settings.rounds + 1) * heldOut.length * heldOutSamples;
  const done = rounds.reduce((sum, round) => sum + judgedIn(round), 0);
  const secondsLeft = done === 0 ? null : (elapsedMs / 1000 / done) * (total - done);
  return { done, total, secondsLeft, work: workOf(state, rounds.at(-1)) };
}

function judgedIn({ training, heldOut }: Round): number {
  return [...training, ...heldOut].flatMap(({ edits }) => edits.filter(({ outcome }) => outcome)).length;
}

function workOf({ settings, heldOut }: RoundsRun, round: Round | undefined): RoundsWork {
  if (round && round.round > 0 && round.heldOut.length === 0) {
    const judged = round.training.filter(({ choice }) => choice).length;
    if (judged < settings.contextsPerRound) {
      return placeIn(round.training, settings.samples, "training", settings.contextsPerRound);
    }
    const keeps = round.training.some(({ choice }) => choice && choice.kept.length > 0);
    const { merged, points, steps } = round.writer;
    if (keeps && !merged) return { kind: "writer", step: points.at(-1)?.step ?? 0, steps };
  }
  return placeIn(round?.heldOut ?? [], settings.heldOutSamples, "held-out", heldOut.length);
}

function placeIn(
  contexts: Round["training"],
  samples: number,
  set: "training" | "held-out",
  of: number,
): RoundsWork {
  const last = contexts.at(-1);
  const judged = last?.edits.filter(({ outcome }) => outcome).length ?? 0;
  const isOpen = last !== undefined && judged < samples;
  if (isOpen) return { kind: "judging", set, place: contexts.length, of, edit: judged + 1 };
  return { kind: "writing", set, place: Math.min(of, contexts.length + 1), of, edit: 1 };
}
