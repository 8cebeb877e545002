import { beforeAll, describe, expect, it } from "vitest";
import { type RoundsRan, runRounds } from "../../test/roundsRun.ts";
import { roundsCandidate } from "./roundsCandidate.ts";

let ran: RoundsRan;
beforeAll(async () => {
  ran = await runRounds();
});

const writersOf = ({ writers }: RoundsRan) => [...writers].map(([round, update]) => ({ round, update }));
const upTo = (type: string) => ran.events.slice(0, ran.types.indexOf(type) + 1);

describe("the writer of rounds, to be kept", () => {
  it("is one step a round: what it was trained on, with what, and what it is worth", () => {
    const { runId, parent, steps } = roundsCandidate(ran.events, writersOf(ran), ran.model.info);
    expect([runId, parent, steps.length]).toEqual(["r", null, 2]);
    const scores = ran.state.rounds.map(({ score }) => score?.tally);
    steps.forEach(({ name, kind, accuracy, training, adapter }, index) => {
      const round = ran.state.rounds[index + 1]!;
      expect({ name, kind }).toEqual({ name: `Writer after round ${index + 1}, seed 1`, kind: "writer" });
      expect(adapter).toBe(ran.writers.get(index + 1));
      expect(accuracy).toEqual({ before: scores[index], after: scores[index + 1] });
      const kept = round.training.flatMap(
        ({ edits, choice }) => choice?.kept.map((edit) => edits[edit]!) ?? [],
      );
      expect(training?.pieces.map(({ text }) => text)).toEqual(
        kept.flatMap(({ pieces }) => pieces.map(({ text }) => text)),
      );
      expect(training).toMatchObject({
        task: "knowledge",
        seed: 1,
        settings: { round: index + 1, reward: "accuracy" },
      });
    });
    const ids = steps.flatMap(({ training }) => training?.pieces.map(({ id }) => id) ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("can be had in mid-round: accuracy is open until the held-out passages were asked", () => {
    const { steps } = roundsCandidate(upTo("writerMerged"), writersOf(ran), ran.model.info);
    expect(steps).toMatchObject([{ accuracy: null }]);
  });

  it("is refused where there is none, an update is gone, or another model is loaded", () => {
    const writers = writersOf(ran);
    const { info } = ran.model;
    expect(() => roundsCandidate(upTo("contextKept"), writers, info)).toThrow(
      "No round has trained the writer",
    );
    expect(() => roundsCandidate(ran.events, writers.slice(1), info)).toThrow(
      "What round 1 has trained is not stored",
    );
    expect(() => roundsCandidate(ran.events.slice(1), writers, info)).toThrow("does not begin at its start");
    expect(() => roundsCandidate(ran.events, writers, { ...info, hash: "other" })).toThrow("is another one");
  });
});
