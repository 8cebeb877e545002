import { beforeAll, describe, expect, it } from "vitest";
import { type RoundsRan, runRounds } from "../../../test/roundsRun.ts";
import { replay } from "../reduceRun.ts";
import { roundsKind } from "./kind.ts";
import { roundsProgress } from "./progress.ts";

let events: RoundsRan["events"];
beforeAll(async () => {
  ({ events } = await runRounds());
});

describe("progress of rounds", () => {
  /** Up to the nth event of a type. */
  const progressAfter = (type: string, nth = 0) => {
    const places = events.flatMap(({ body }, index) => (body.type === type ? [index] : []));
    return roundsProgress(replay(roundsKind, events.slice(0, places[nth]! + 1)));
  };

  it("names the work and counts the edits", () => {
    expect(progressAfter("started")).toMatchObject({ done: 0, total: 18, secondsLeft: null });
    expect(progressAfter("editWritten").work).toMatchObject({
      kind: "judging",
      set: "held-out",
      place: 1,
      edit: 1,
    });
    expect(progressAfter("roundStarted", 1).work).toMatchObject({
      kind: "writing",
      set: "training",
      place: 1,
      of: 2,
    });
    expect(progressAfter("editRewarded", 2).work).toMatchObject({
      kind: "judging",
      set: "training",
      edit: 2,
    });
    expect(progressAfter("writerStep").work).toMatchObject({ kind: "writer", step: 1 });
    expect(progressAfter("writerMerged").work).toMatchObject({ kind: "writing", set: "held-out", place: 1 });
    expect(progressAfter("finished")).toMatchObject({ done: 18, secondsLeft: 0 });
  });
});
