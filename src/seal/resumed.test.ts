import { describe, expect, it } from "vitest";
import { runEdit, runThree } from "../../test/editRuns.ts";
import { batchKind } from "../runs/batch/kind.ts";
import { editKind } from "../runs/edit/kind.ts";
import { replay } from "../runs/reduceRun.ts";
import type { RunState } from "../runs/runKind.ts";

/** What two runs must agree in: everything but clocks and the number of events. */
function resultOf(state: RunState): unknown {
  const { sequence: _sequence, elapsedMs: _elapsed, startedAt: _started, ...rest } = state;
  const clocks = ["seconds", "tokensPerSecond", "secondsLeft"];
  return JSON.parse(JSON.stringify(rest, (key, value: unknown) => (clocks.includes(key) ? 0 : value)));
}

describe("a single edit that was interrupted", () => {
  it("ends as if it had not been, wherever that was", async () => {
    const whole = await runEdit();
    const wanted = resultOf(replay(editKind, whole));
    const places = whole.flatMap(({ body: { type } }, index) =>
      ["stationEntered", "conditionScored", "editParsed", "trainingFinished", "outcome", "editText"].includes(
        type,
      )
        ? [index + 1]
        : [],
    );
    for (const place of places.filter((_, index) => index % 3 === 0)) {
      const resumed = await runEdit(whole.slice(0, place));
      expect(resultOf(replay(editKind, resumed))).toEqual(wanted);
    }
  });

  it("does nothing twice that is in its log", async () => {
    const whole = await runEdit();
    const tested = whole.findIndex(({ body }) => body.type === "stationEntered" && body.station === "test");
    const resumed = await runEdit(whole.slice(0, tested + 1));
    const types = resumed.slice(tested + 1).map(({ body }) => body.type);
    expect(types[0]).toBe("resumed");
    expect(types).not.toContain("trainingStarted");
    expect(types).not.toContain("editParsed");
    expect(types.filter((type) => type === "stationEntered")).toHaveLength(1);
  });

  it("can be cancelled and resumed", async () => {
    const controller = new AbortController();
    const broken = await runEdit([], {
      signal: controller.signal,
      onEvent: ({ type }) => type === "editParsed" && controller.abort(),
    });
    expect(replay(editKind, broken).status).toBe("cancelled");
    const resumed = await runEdit(broken);
    expect(resultOf(replay(editKind, resumed))).toEqual(resultOf(replay(editKind, await runEdit())));
  });
});

describe("a batch", () => {
  it("is not gone on with on another version of the model", async () => {
    const begun = (await runThree([], { version: "Mine" })).slice(0, 3);
    const end = async (version?: string) =>
      (await runThree(begun, version === undefined ? {} : { version })).at(-1)?.body;
    expect(await end()).toMatchObject({
      type: "failed",
      failure: { kind: "bad-input", message: expect.stringContaining("another version of the model") },
    });
    expect(await end("Mine")).toEqual({ type: "finished" });
  });

  it("goes on after the last item that is done", async () => {
    const whole = await runThree();
    expect(replay(batchKind, whole)).toMatchObject({ status: "finished", results: { length: 3 } });
    const controller = new AbortController();
    const broken = await runThree([], {
      signal: controller.signal,
      onEvent: ({ type }) => type === "itemFinished" && controller.abort(),
    });
    expect(replay(batchKind, broken)).toMatchObject({ status: "cancelled", results: { length: 1 } });
    const resumed = await runThree(broken);
    const started = resumed.slice(broken.length).filter(({ body }) => body.type === "itemStarted");
    expect(started.map(({ body }) => body)).toMatchObject([{ item: 1 }, { item: 2 }]);
    expect(resultOf(replay(batchKind, resumed))).toEqual(resultOf(replay(batchKind, whole)));
  });
});
