import { describe, expect, test } from "vitest";
import { cancelled } from "../protocol/playgroundError.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import type { EditTold } from "../runs/rounds/events.ts";
import type { EditsToJudge } from "./judgeEdits.ts";
import { judgeSideBySide, type Lane, mergeIntoAll } from "./lanes.ts";

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

const UPDATE: WriterUpdate = {
  settings: { rank: 1, alpha: 1, targets: ["q_proj"], seed: 1 },
  tensors: {},
};

interface Judging {
  context: number;
  /** How much was told of it before. */
  told: number;
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
        judging.push({
          context,
          told: edits.told.length,
          tell: (edit) => emit(told(edits, edit)),
          end: resolve,
          fail: reject,
        });
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
    expect(judging).toHaveLength(2);
    expect(listening.heard).not.toContain("paused");
    judging[1]!.end();
    await settled();
    expect(listening.heard.at(-1)).toBe("paused");
    expect(judging).toHaveLength(2);
    goOn();
    await settled();
    expect(judging).toHaveLength(4);
    for (const { end } of judging.slice(2)) end();
    await ended;
  });

  test("what one was at when it failed, another does, from where it stopped; it is given nothing more", async () => {
    const { judging, all } = lanes(2);
    const listening = listener();
    const ended = judgeSideBySide(all, work(3), listening);
    await settled();
    judging[0]!.tell(0);
    judging[0]!.fail(new Error("no memory"));
    judging[1]!.end();
    await settled();
    const again = judging[2]!;
    expect(again).toMatchObject({ context: 0, told: 1 });
    again.tell(1);
    again.end();
    await settled();
    judging[3]!.end();
    await ended;
    expect(listening.heard).toEqual(["0.0", "0.1", "done 0", "done 1", "done 2"]);
    expect(all).toHaveLength(1);
  });

  test("the last one that fails fails the work, as does a cancellation at once", async () => {
    const one = lanes(2);
    const ended = judgeSideBySide(one.all, work(3), listener());
    await settled();
    one.judging[1]!.fail(new Error("no memory"));
    one.judging[0]!.fail(new Error("no memory either"));
    await expect(ended).rejects.toThrow("no memory either");

    const other = lanes(2);
    const running = judgeSideBySide(other.all, work(3), listener());
    await settled();
    other.judging[0]!.fail(cancelled());
    await expect(running).rejects.toMatchObject({ kind: "cancelled" });
  });

  test("an update that one cannot merge leaves it out; where none can, that is said", async () => {
    const lane = (merge: () => Promise<void>): Lane => ({ judge: async () => {}, merge });
    const fails = () => Promise.reject(new Error("no memory"));
    const some = [lane(fails), lane(async () => {})];
    const [, good] = some;
    await mergeIntoAll(some, UPDATE);
    expect(some).toEqual([good]);
    await expect(mergeIntoAll([lane(fails)], UPDATE)).rejects.toThrow("no memory");
  });
});
