import type { Adapter } from "../src/nn/languageModel.ts";
import type { Json, Piece, Tally } from "../src/protocol/run.ts";
import type { VersionDraft } from "../src/protocol/version.ts";
import type { WriterUpdate } from "../src/protocol/writerUpdate.ts";
import { z } from "../src/protocol/zod.ts";
import type { EditBody } from "../src/runs/edit/events.ts";
import { updateOf } from "../src/seal/writer.ts";

/** An adapter that was trained and tested, with what a version of it would tell. */
export interface KeepableStep {
  name: string;
  kind: VersionDraft["kind"];
  training: VersionDraft["training"];
  accuracy: VersionDraft["accuracy"];
  adapter: WriterUpdate;
}

/**
 * What a run has left, or a vetoed import: one step, or the rounds of a writer or the merges of a stream, each on top of
 * the one before.
 */
export interface Keepable {
  runId: string;
  /** What the first step was trained on top of. */
  parent: string | null;
  /** At least one. */
  steps: readonly KeepableStep[];
}

/** Listens to a run and, once it has finished, says what of it can be kept. */
export interface KeepableCollector {
  onEvent(body: EditBody): void;
  onAdapter(adapter: Adapter): Promise<void>;
}

const titled = z.object({ title: z.string().check(z.minLength(1)) });
const named = z.object({ name: z.string().check(z.minLength(1)) });

/** What a version of a context is called: a passage has a title, a puzzle a name. */
export function titleOf(context: Json, otherwise: string): string {
  return titled.safeParse(context).data?.title ?? named.safeParse(context).data?.name ?? otherwise;
}
const seeded = z.object({ seed: z.int() });

/**
 * @param parentNow the version that it runs on, asked for as the run begins
 * @param keep is called at most once, when the run has finished and left an adapter
 */
export function collectKeepable(
  runId: string,
  parentNow: () => string | null,
  keep: (keepable: Keepable) => void,
): KeepableCollector {
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
      const name = titleOf(context, "A puzzle");
      const seed = seeded.safeParse(settings).data?.seed ?? 0;
      const step: KeepableStep = {
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
