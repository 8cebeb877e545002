import { isCancellation } from "../protocol/playgroundError.ts";
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
  /** All of the work of this number is told. @param told what was, and what an interrupted run had */
  onDone(index: number, told: readonly EditTold[]): void;
  /** Where a pause was asked for: waits first for what is under way, then until it is over. Throws "cancelled". */
  pausePoint(underWay: () => Promise<unknown>): Promise<void>;
}

/** @param lanes one that fails is taken out of the list; where all do, the first one's failure is thrown */
export async function mergeIntoAll(lanes: Lane[], update: WriterUpdate): Promise<void> {
  const merged = await Promise.allSettled(lanes.map((lane) => lane.merge(update)));
  const kept = lanes.filter((_, index) => merged[index]?.status === "fulfilled");
  const [first] = merged;
  if (kept.length === 0 && first?.status === "rejected") throw first.reason;
  lanes.splice(0, lanes.length, ...kept);
}

/**
 * Every lane takes the next context as soon as it is free. What one was at when it failed, another does from where it stopped.
 *
 * @param lanes one that fails is taken out of the list; the last one's failure, or a cancellation, is thrown
 */
export async function judgeSideBySide(
  lanes: Lane[],
  work: readonly EditsToJudge[],
  { emit, onDone, pausePoint }: Listener,
): Promise<void> {
  const said: EditTold[][] = work.map(() => []);
  const toldOf = (index: number) => [...work[index]!.told, ...said[index]!];
  const done = new Set<number>();
  /** All before it is told. */
  let head = 0;
  const finish = (index: number) => {
    done.add(index);
    while (done.has(head)) {
      onDone(head, toldOf(head));
      head++;
      for (const body of said[head] ?? []) emit(body);
    }
  };
  const waiting = work.map((_, index) => index);
  const free = [...lanes];
  const underWay = new Set<Promise<void>>();
  let failure: { error: unknown } | null = null;
  const judge = async (lane: Lane, index: number) => {
    try {
      await lane.judge({ ...work[index]!, told: toldOf(index) }, (body) => {
        said[index]!.push(body);
        if (index === head) emit(body);
      });
    } catch (error) {
      lanes.splice(lanes.indexOf(lane), 1);
      if (lanes.length === 0 || isCancellation(error)) failure = { error };
      waiting.unshift(index);
      return;
    }
    free.push(lane);
    finish(index);
  };
  const throwFailure = () => {
    if (failure !== null) throw failure.error;
  };
  while (waiting.length > 0 || underWay.size > 0) {
    if (waiting.length === 0 || free.length === 0) await Promise.race(underWay);
    else {
      await pausePoint(() => Promise.all(underWay));
      const judging = judge(free.pop()!, waiting.shift()!).finally(() => underWay.delete(judging));
      underWay.add(judging);
    }
    throwFailure();
  }
}
