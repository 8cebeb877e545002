import { describe, expect, test } from "vitest";
import type { EditTold } from "../runs/rounds/events.ts";
import type { EditsToJudge } from "./judgeEdits.ts";
import { judgeSideBySide, type Lane } from "./lanes.ts";

const work = (count: number): EditsToJudge[] =>
  Array.from({ length: count }, (_, context) => ({
    place: { round: 1, set: "training", context },
    count: 2,
    settings: { seed: 1, innerRuns: 1, reward: "accuracy" },
    told: [],
  }));

const told = ({ place }: EditsToJudge, edit: number): EditTold => ({
  type: "editWritten",
  ...place,
  edit,
  samples: [],
  pieces: [],
});

interface Judging {
  context: number;
  /** Tells one edit. */
  tell(edit: number): void;
  end(): void;
  fail(error: Error): void;
}

/** Lanes that do what the test says, when it says so. */
function lanes(count: number) {
  const judging: Judging[] = [];
  const lane: Lane = {
    judge: (edits, emit) =>
      new Promise((resolve, reject) => {
        const { context } = edits.place;
        judging.push({ context, tell: (edit) => emit(told(edits, edit)), end: resolve, fail: reject });
      }),
    merge: async () => {},
  };
  return { judging, all: Array.from({ length: count }, () => lane) };
}

/** What is heard, e.g. "0.1" of edit 1 of context 0, "done 0", "paused". */
function listener() {
  const heard: string[] = [];
  let pause: Promise<void> | null = null;
  return {
    heard,
    pauseUntil: (over: Promise<void>) => {
      pause = over;
    },
    emit: ({ context, edit }: EditTold) => void heard.push(`${context}.${edit}`),
    onDone: (index: number) => void heard.push(`done ${index}`),
    async pausePoint(underWay: () => Promise<unknown>) {
      if (pause === null) return;
      await underWay();
      heard.push("paused");
      await pause;
      pause = null;
    },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("lanes side by side", () => {
  test("tell everything in the order of the work, and what comes first at once", async () => {
    const { judging, all } = lanes(2);
    const listening = listener();
    const ended = judgeSideBySide(all, work(3), listening);
    await settled();
    const [first, second] = judging;
    expect([first?.context, second?.context]).toEqual([0, 1]);
    second!.tell(0);
    first!.tell(0);
    expect(listening.heard).toEqual(["0.0"]);
    second!.end();
    await settled();
    // The free one goes on with what nobody has taken.
    const third = judging[2]!;
    expect(third.context).toBe(2);
    third.tell(0);
    expect(listening.heard).toEqual(["0.0"]);
    first!.end();
    await settled();
    third.tell(1);
    expect(listening.heard).toEqual(["0.0", "done 0", "1.0", "done 1", "2.0", "2.1"]);
    third.end();
    await ended;
    expect(listening.heard.at(-1)).toBe("done 2");
  });

  test("a pause begins when all that is under way has ended, and nothing is begun meanwhile", async () => {
    const { judging, all } = lanes(2);
    const listening = listener();
    const ended = judgeSideBySide(all, work(4), listening);
    await settled();
    let goOn = () => {};
    listening.pauseUntil(
      new Promise((resolve) => {
        goOn = resolve;
      }),
    );
    judging[0]!.end();
    await settled();
    // One was handed on before anybody asked for a pause.
    judging[2]!.end();
    await settled();
    expect(listening.heard).not.toContain("paused");
    judging[1]!.end();
    await settled();
    expect(listening.heard.at(-1)).toBe("paused");
    expect(judging).toHaveLength(3);
    goOn();
    await settled();
    expect(judging).toHaveLength(4);
    judging[3]!.end();
    await ended;
  });

  test("one that fails fails all", async () => {
    const { judging, all } = lanes(2);
    const ended = judgeSideBySide(all, work(3), listener());
    await settled();
    judging[1]!.fail(new Error("no memory"));
    await expect(ended).rejects.toThrow("no memory");
  });
});
