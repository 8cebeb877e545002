import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import type { EditTold } from "../runs/rounds/events.ts";
import type { EditsToJudge } from "./judgeEdits.ts";

/**
 * Who writes and judges the edits of one context at a time: the model itself, or a copy of it beside others. All lanes
 * have the same weights, so it does not matter which of them does what.
 */
export interface Lane {
  /** Tells what `judgeEdits` does. Rejects with a `PlaygroundError`, also "cancelled". */
  judge(edits: EditsToJudge, emit: (body: EditTold) => void): Promise<void>;
  /** Merges a round's update, as the model itself has. */
  merge(update: WriterUpdate): Promise<void>;
}

/** A lane with a copy of the model. */
export interface CopyLane extends Lane {
  /** Ends it, whatever it does. */
  close(): void;
}

/** What is told of the lanes' work. */
export interface Listener {
  /** In the order of the work, as if one lane had done all of it. */
  emit(body: EditTold): void;
  /** All of the work of this number is told. */
  onDone(index: number): void;
  /** Where a pause was asked for: waits first for what is under way, then until it is over. Throws "cancelled". */
  pausePoint(underWay: () => Promise<unknown>): Promise<void>;
}

/** Every lane takes the next context as soon as it is free. */
export async function judgeSideBySide(
  lanes: readonly Lane[],
  work: readonly EditsToJudge[],
  { emit, onDone, pausePoint }: Listener,
): Promise<void> {
  const said: EditTold[][] = work.map(() => []);
  const done = new Set<number>();
  /** All before it is told. */
  let head = 0;
  const finish = (index: number) => {
    done.add(index);
    while (done.has(head)) {
      onDone(head);
      head++;
      for (const body of said[head] ?? []) emit(body);
    }
  };
  const free = [...lanes];
  const underWay = new Set<Promise<void>>();
  for (const [index, edits] of work.entries()) {
    await pausePoint(() => Promise.all(underWay));
    while (free.length === 0) await Promise.race(underWay);
    const lane = free.pop()!;
    const judging = lane
      .judge(edits, (body) => {
        if (index === head) emit(body);
        else said[index]!.push(body);
      })
      .then(() => {
        free.push(lane);
        finish(index);
      })
      .finally(() => underWay.delete(judging));
    underWay.add(judging);
    // Whoever waits for one that fails hears of it; of the others nobody does.
    judging.catch(() => {});
  }
  await Promise.all(underWay);
}
