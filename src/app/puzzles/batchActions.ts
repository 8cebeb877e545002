import type { StoreApi } from "zustand/vanilla";
import type { Condition, Tally } from "../../protocol/run.ts";
import { wilson } from "../../protocol/wilson.ts";
import type { EditRun } from "../../runs/edit/state.ts";
import { isUnscored } from "../../tasks/arc/page/puzzleReading.ts";
import { CONTROLS, type PuzzleSource, type PuzzleState } from "./puzzleState.ts";

/** One puzzle of a set. */
export interface BatchItem {
  name: string;
  source: PuzzleSource;
  /** By condition: whether it was solved. Empty until it was run, and where its answer is not known. */
  solved: Readonly<Partial<Record<Condition, boolean>>>;
  /** Why it was not run to its end; it counts under no condition then. */
  problem?: string;
  /** How long its run took; absent until it was run. */
  seconds?: number;
}

/** Puzzles that are run one after the other. */
export interface Batch {
  name: string;
  items: readonly BatchItem[];
  /** How many are done. */
  done: number;
  status: "running" | "finished" | "cancelled" | "failed";
}

export interface BatchActions {
  start(name: string, items: readonly Pick<BatchItem, "name" | "source">[]): void;
  /** The run of the puzzle under way has ended; the next one begins. */
  onRunOver(run: EditRun): void;
  /** The engine took no run, or lost it. */
  onGivenUp(): void;
}

/** @param begin asks for a run of one puzzle; false where none can begin now */
export function createBatchActions(
  store: StoreApi<PuzzleState>,
  begin: (source: PuzzleSource) => boolean,
): BatchActions {
  const next = () => {
    const { batch } = store.getState();
    if (batch?.status !== "running") return;
    const item = batch.items[batch.done];
    if (!item) store.setState({ batch: { ...batch, status: "finished" } });
    else if (!begin(item.source)) store.setState({ batch: { ...batch, status: "failed" } });
  };
  return {
    start: (name, items) => {
      if (items.length === 0) return;
      const fresh = items.map((item) => ({ ...item, solved: {} }));
      store.setState({ batch: { name, items: fresh, done: 0, status: "running" } });
      next();
    },
    onRunOver: (run) => {
      const { batch } = store.getState();
      if (batch?.status !== "running") return;
      if (run.status === "cancelled") {
        store.setState({ batch: { ...batch, status: "cancelled" } });
        return;
      }
      const problem = run.failure?.message;
      const items = batch.items.map((item, index) =>
        index === batch.done
          ? { ...item, solved: solvedIn(run), seconds: run.elapsedMs / 1000, ...(problem ? { problem } : {}) }
          : item,
      );
      store.setState({ batch: { ...batch, items, done: batch.done + 1 } });
      next();
    },
    onGivenUp: () => {
      const { batch } = store.getState();
      if (batch?.status === "running") store.setState({ batch: { ...batch, status: "failed" } });
    },
  };
}

function solvedIn(run: EditRun): BatchItem["solved"] {
  if (isUnscored(run)) return {};
  const results = Object.values(run.answers).flatMap((answers) => answers?.result ?? []);
  return Object.fromEntries(results.map(({ condition, correct }) => [condition, correct === 1]));
}

/** Conditions that were measured, in the order in which they were run. */
export function batchConditions({ items }: Batch): Condition[] {
  const named = items.flatMap(({ solved }) => Object.keys(solved));
  const order: readonly Condition[] = ["untouched", "self-edit", ...CONTROLS];
  return order.filter((condition) => named.includes(condition));
}

/** What all conditions are compared on: puzzles whose run came to its end. */
function compared({ items }: Batch): BatchItem[] {
  return items.filter(({ problem }) => problem === undefined);
}

/** Solved of those measured under a condition; every puzzle counts once, so the interval is Wilson's. */
export function batchTally(batch: Batch, condition: Condition): Tally {
  const measured = compared(batch).flatMap(({ solved }) => solved[condition] ?? []);
  const correct = measured.filter(Boolean).length;
  return { correct, total: measured.length, interval: wilson(correct, measured.length) };
}

/** Puzzles that a condition solves and the untouched model does not, and the other way round. */
export function batchGain(batch: Batch, condition: Condition): { won: number; lost: number } {
  const changed = compared(batch).filter(({ solved }) => solved[condition] !== solved.untouched);
  return {
    won: changed.filter(({ solved }) => solved[condition] && solved.untouched === false).length,
    lost: changed.filter(({ solved }) => solved[condition] === false && solved.untouched).length,
  };
}

/** Seconds until the set is done, by the mean of the puzzles so far; null before the first. */
export function batchSecondsLeft({ items, done }: Batch): number | null {
  const taken = items.flatMap(({ seconds }) => seconds ?? []);
  if (taken.length === 0) return null;
  return (taken.reduce((sum, seconds) => sum + seconds, 0) / taken.length) * (items.length - done);
}
