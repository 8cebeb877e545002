import { describe, expect, test } from "vitest";
import { runStream, STREAM_CONTEXTS, type StreamRan, streamPlan } from "../../test/editStreamRun.ts";
import type { StreamSettings } from "../seal/remedies/streamSettings.ts";
import type { Candidate } from "./candidate.ts";
import { collectStreamCandidate } from "./streamCandidate.ts";

/** A stream, with what it has left to be kept. */
async function candidateOf(settings: Partial<StreamSettings> = {}, earlier: StreamRan["events"] = []) {
  const left: Candidate[] = [];
  const plan = { ...streamPlan(settings), task: "knowledge", contexts: [...streamPlan(settings).contexts] };
  const start = { runId: "r", plan, log: earlier.map(({ body }) => body) };
  const merges = collectStreamCandidate(start, (candidate) => left.push(candidate));
  const ran = await runStream(
    settings,
    { onEvent: merges.onEvent, onMerged: merges.onMerged },
    undefined,
    earlier,
  );
  return { ran, left };
}

describe("what a stream has merged, to be kept", () => {
  test("is one step for each passage: its edit, its adapter, and what was known before and right after", async () => {
    const { ran, left } = await candidateOf();
    expect(left).toHaveLength(1);
    const { runId, parent, steps } = left[0]!;
    expect([runId, parent]).toEqual(["r", null]);
    expect(steps.map(({ kind, name }) => [kind, name])).toEqual(
      STREAM_CONTEXTS.map(({ title }, i) => ["merge", `Merge ${i + 1}, ${title}`]),
    );
    const edits = ran.bodies.flatMap((body) => (body.type === "editChosen" ? [body.pieces] : []));
    const untouched = ran.bodies.flatMap((body) => (body.type === "untouchedAsked" ? [body.correct] : []));
    const after = ran.bodies.flatMap((body) =>
      body.type === "passageAsked" && body.step === body.passage ? [body.correct] : [],
    );
    steps.forEach(({ accuracy, training, adapter }, step) => {
      expect(training?.pieces).toEqual(edits[step]);
      expect(training).toMatchObject({ task: "knowledge", settings: { remedy: "none", scale: 1 } });
      expect([accuracy?.before.correct, accuracy?.after.correct]).toEqual([untouched[step], after[step]]);
      expect(Object.keys(adapter.tensors)).not.toEqual([]);
    });
    expect(new Set(steps.map(({ adapter }) => adapter)).size).toBe(steps.length);
  });

  test("is whole after a resumption too", async () => {
    const { ran, left } = await candidateOf();
    const cut = ran.events.findIndex(({ body }) => body.type === "stepScored") + 1;
    const resumed = await candidateOf({}, ran.events.slice(0, cut));
    expect(resumed.left).toEqual(left);
  });

  test("is nothing where every adapter is kept apart", async () => {
    expect((await candidateOf({ remedy: "router" })).left).toEqual([]);
  });
});
