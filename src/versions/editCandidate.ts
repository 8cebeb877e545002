import type { Adapter } from "../nn/languageModel.ts";
import { contextTitle } from "../protocol/contextTitle.ts";
import type { Piece, Tally } from "../protocol/run.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import { z } from "../protocol/zod.ts";
import type { EditBody } from "../runs/edit/events.ts";
import { updateOf } from "../seal/writer.ts";
import type { Candidate, CandidateStep } from "./candidate.ts";

/** Listens to a run of one edit and, once it has finished, says what of it can be kept. */
export interface EditCandidateCollector {
  onEvent(body: EditBody): void;
  onAdapter(adapter: Adapter): Promise<void>;
}

const seeded = z.object({ seed: z.int() });

/**
 * @param parentNow the version that it runs on, asked for as the run begins
 * @param keep is called at most once, when the run has finished and left an adapter
 */
export function collectEditCandidate(
  runId: string,
  parentNow: () => string | null,
  keep: (candidate: Candidate) => void,
): EditCandidateCollector {
  let adapter: WriterUpdate | null = null;
  let parent: string | null = null;
  let started: Extract<EditBody, { type: "started" }> | null = null;
  let pieces: readonly Piece[] = [];
  let before: Tally | null = null;
  let after: Tally | null = null;

  return {
    onEvent(body) {
      if (body.type === "started") {
        started = body;
        parent = parentNow();
      }
      if (body.type === "editParsed" && body.edit === 0) pieces = body.pieces;
      if (body.type === "conditionScored" && body.edit === undefined) {
        const { correct, total, interval } = body.result;
        if (body.result.condition === "untouched") before = { correct, total, interval };
        if (body.result.condition === "self-edit") after = { correct, total, interval };
      }
      if (body.type !== "finished" || adapter === null || started === null) return;
      const { task, context, settings } = started;
      const name = contextTitle(context, "A puzzle");
      const seed = seeded.safeParse(settings).data?.seed ?? 0;
      const step: CandidateStep = {
        name: name.slice(0, 200),
        kind: "adapter",
        training: { task, context, settings, pieces: [...pieces], seed },
        accuracy: before && after ? { before, after } : null,
        adapter,
      };
      keep({ runId, parent, steps: [step] });
    },
    async onAdapter(trained) {
      adapter = updateOf(await trained.snapshot());
    },
  };
}
