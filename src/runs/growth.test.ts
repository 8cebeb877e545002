import { describe, expect, it, test } from "vitest";
import { runEdit, runThree } from "../../test/editRuns.ts";
import { runStream } from "../../test/editStreamRun.ts";
import { runRounds } from "../../test/roundsRun.ts";
import type { RunEvent } from "../protocol/runEvent.ts";
import { batchKind } from "./batch/kind.ts";
import { editKind } from "./edit/kind.ts";
import { COPYING, type Growth, growingInPlace } from "./growth.ts";
import { reduceRun, replay } from "./reduceRun.ts";
import { roundsKind } from "./rounds/kind.ts";
import type { AnyBody, RunKind, RunState, RunSummary } from "./runKind.ts";
import { streamKind } from "./stream/kind.ts";

describe.each([
  ["copying", () => COPYING],
  ["growing in place", growingInPlace],
])("%s", (_, make) => {
  it("leaves what it was given as it was", () => {
    const growth = make();
    const list = Object.freeze(["a"]);
    const record: Readonly<Record<number, string>> = Object.freeze({ 1: "a", 2: "b" });
    expect(growth.append(growth.append(list, "b"), "c")).toEqual(["a", "b", "c"]);
    expect(growth.replace(growth.replace(list, 0, "b"), 0, "c")).toEqual(["c"]);
    expect(growth.put(growth.put(record, 1, "c"), 2, "d")).toEqual({ 1: "c", 2: "d" });
    expect(growth.remove(growth.remove(record, 1), 2)).toEqual({});
    expect(list).toEqual(["a"]);
    expect(record).toEqual({ 1: "a", 2: "b" });
  });
});

/** Counts the entries of every list and record that is copied on the way. */
function counting(growth: Growth): Growth & { copied: () => number } {
  let copied = 0;
  const count = <T extends object>(before: object, after: T): T => {
    if (after !== before) copied += Object.keys(before).length;
    return after;
  };
  return {
    append: (list, item) => count(list, growth.append(list, item)),
    replace: (list, index, item) => count(list, growth.replace(list, index, item)),
    put: (record, key, value) => count(record, growth.put(record, key, value)),
    remove: (record, key) => count(record, growth.remove(record, key)),
    copied: () => copied,
  };
}

/** The log of a run with one of its events said `times` times, each as `change` makes it. */
function prolonged<Body extends AnyBody>(
  log: readonly RunEvent<Body>[],
  type: Body["type"],
  times: number,
  change: (body: Body, index: number) => Body,
): RunEvent<Body>[] {
  const at = log.findIndex(({ body }) => body.type === type);
  const said = log[at]!;
  const more = Array.from({ length: times }, (_, index) => ({ ...said, body: change(said.body, index) }));
  return [...log.slice(0, at), ...more].map((event, sequence) => ({ ...event, sequence }));
}

function copiesOf<Body extends AnyBody, State extends RunState, Summary extends RunSummary>(
  kind: RunKind<Body, State, Summary>,
  log: readonly RunEvent<Body>[],
): number {
  const counted = counting(growingInPlace());
  const state = replay(kind, log, counted);
  const oneByOne = log.reduce<State | null>((before, event) => reduceRun(kind, before, event), null);
  expect(state).toEqual(oneByOne);
  return counted.copied();
}

const LENGTH = 150;

/** A file of a megabyte and a half once froze the page for a minute. */
function staysLinear<Body extends AnyBody, State extends RunState, Summary extends RunSummary>(
  kind: RunKind<Body, State, Summary>,
  log: readonly RunEvent<Body>[],
  type: Body["type"],
  change: (body: Body, index: number) => Body = (body) => body,
): void {
  const short = copiesOf(kind, prolonged(log, type, LENGTH, change));
  const long = copiesOf(kind, prolonged(log, type, 2 * LENGTH, change));
  expect(long).toBeLessThanOrEqual(2 * short + LENGTH);
}

test("a log of one edit twice as long is replayed with at most twice the copying", async () => {
  const log = await runEdit();
  staysLinear(editKind, log, "trainingStep");
  staysLinear(editKind, log, "answerText", (body, item) => ({ ...body, item }));
  staysLinear(editKind, log, "outcome", (body, item) =>
    body.type === "outcome" ? { ...body, outcome: { ...body.outcome, item } } : body,
  );
});

test("rounds twice as long are replayed with at most twice the copying", async () => {
  const { events } = await runRounds();
  staysLinear(roundsKind, events, "writerStep");
  staysLinear(roundsKind, events, "editWritten", (body, context) => ({ ...body, context }));
});

test("a stream and a batch twice as long are replayed with at most twice the copying", async () => {
  staysLinear(streamKind, (await runStream()).events, "untouchedAsked", (body, passage) => ({
    ...body,
    passage,
  }));
  const [start, ...log] = await runThree();
  const many =
    start!.body.type === "started" ? { ...start!.body, items: manyOf(start!.body.items) } : start!.body;
  staysLinear(batchKind, [{ ...start!, body: many }, ...log], "itemFinished", (body, item) => ({
    ...body,
    item,
  }));
});

function manyOf<T>([one]: readonly T[]): T[] {
  return Array.from({ length: 2 * LENGTH }, () => one!);
}
