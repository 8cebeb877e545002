import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { ModelInfo } from "../protocol/run.ts";
import { toJson } from "../protocol/toJson.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import type { RoundsBody, RoundsEvent } from "../runs/rounds/events.ts";
import { readDoneRounds } from "../seal/doneRounds.ts";
import type { Candidate, CandidateStep } from "./candidate.ts";

type Log = readonly RoundsBody[];
type Started = Extract<RoundsBody, { type: "started" }>;

/**
 * The writer as the last trained round left it, as it may be kept: one step for each round that was merged, on the
 * untouched model, from which the rounds began.
 *
 * @throws PlaygroundError "bad-input" for rounds of another model, those that have trained nothing yet, and those of
 *   which an update is gone
 */
export function roundsCandidate(
  events: readonly RoundsEvent[],
  writers: readonly { round: number; update: WriterUpdate }[],
  model: ModelInfo,
): Candidate {
  const log = events.map(({ body }) => body);
  const [first] = events;
  if (first?.body.type !== "started") {
    throw refused("The log of the rounds does not begin at its start.", "Run the rounds again.");
  }
  const started = first.body;
  if (started.model.hash !== model.hash) {
    throw refused(
      `The rounds were run with ${started.model.name}, and the model that is loaded now is another one.`,
      "Load the model that they were run with.",
    );
  }
  const rounds = log.flatMap((body) => (body.type === "writerMerged" ? [body.round] : []));
  if (rounds.length === 0) {
    throw refused(
      "No round has trained the writer, so there is nothing to keep.",
      "Let a round finish first.",
    );
  }
  const steps = rounds.map((round): CandidateStep => {
    const update = writers.find((writer) => writer.round === round)?.update;
    if (update !== undefined) return stepOf(started, log, round, update);
    throw refused(`What round ${round} has trained is not stored any more.`, "Run the rounds again.");
  });
  return { runId: first.runId, parent: null, steps };
}

function stepOf(started: Started, log: Log, round: number, adapter: WriterUpdate): CandidateStep {
  const before = scoreOf(log, round - 1);
  const after = scoreOf(log, round);
  const { contexts, pieces } = keptEdits(log, round);
  return {
    name: `Writer after round ${round}, seed ${started.settings.seed}`,
    kind: "writer",
    adapter,
    accuracy: before && after ? { before, after } : null,
    training: {
      task: started.task,
      context: contexts.flatMap((context) => started.contexts[context] ?? []),
      pieces,
      seed: started.settings.seed,
      settings: toJson({ round, ...started.settings, edits: started.taskSettings }),
    },
  };
}

/** On the held-out contexts; undefined until the round has asked all of them. */
function scoreOf(log: Log, round: number) {
  return log.flatMap((body) =>
    body.type === "heldOutScored" && body.round === round ? [body.tally] : [],
  )[0];
}

/** What the round trained the writer on: the contexts, and the lines of all edits that were kept of them. */
export function keptEdits(log: Log, round: number) {
  const done = readDoneRounds(log);
  const choices = log.flatMap((body) => (body.type === "contextKept" && body.round === round ? [body] : []));
  const kept = choices.filter(({ choice }) => choice.kept.length > 0);
  return {
    contexts: kept.map(({ context }) => context),
    pieces: kept.flatMap(({ context, choice }) =>
      done.told({ round, set: "training", context }).flatMap((body) => {
        if (body.type !== "editWritten" || !choice.kept.includes(body.edit)) return [];
        // Ids are unique within one edit alone.
        return body.pieces.map((piece) => ({ ...piece, id: `${round}-${context}-${body.edit}-${piece.id}` }));
      }),
    ),
  };
}

function refused(message: string, advice: string): PlaygroundError {
  return new PlaygroundError("bad-input", message, advice);
}
