import type { AnyRunEvent, KindId } from "../src/protocol/runEvent.ts";
import { type BodyOf, loadKind, type StateOf, type SummaryOf } from "../src/runs/kinds.ts";
import { readLog, toMessage } from "../src/runs/readLog.ts";
import { replay, summariseRun } from "../src/runs/reduceRun.ts";
import { writeRunFile } from "../src/runs/runFile.ts";
import { insistOnEnd } from "./command.ts";
import { openHeadlessEngine } from "./headlessEngine.ts";
import type { RecordedSetup } from "./recordedSetups.ts";
import { recordPlantedFact } from "./recordVersions.ts";
import { startRuntime } from "./runtime.ts";

/** A run as it ships. */
export interface Recorded<K extends KindId> {
  /** Of the file. */
  text: string;
  state: StateOf<K>;
  /** The line that tables show of it. */
  summary: SummaryOf<K>;
}

/**
 * Makes a run with the engine of the page: the same model, seed and settings give the same run.
 *
 * @throws PlaygroundError where it does not finish
 */
export async function recordRun<K extends KindId>(
  kind: K,
  runId: string,
  { model, setup }: RecordedSetup,
): Promise<Recorded<K>> {
  const runtime = await startRuntime({ model, threads: 1 });
  const stopClock = startProcessorClock();
  try {
    const engine = await openHeadlessEngine(runtime.model);
    const events =
      setup === null
        ? (await recordPlantedFact(runtime.model, engine, runId)).map(toMessage)
        : await engine.run(kind, runId, setup);
    return await recorded(kind, events);
  } finally {
    stopClock();
    runtime.close();
  }
}

async function recorded<K extends KindId>(kind: K, events: readonly AnyRunEvent[]): Promise<Recorded<K>> {
  const runKind = await loadKind(kind);
  const log = readLog<BodyOf<K>>(runKind, events);
  const state = replay<BodyOf<K>, StateOf<K>, SummaryOf<K>>(runKind, log);
  insistOnEnd(state);
  return { text: writeRunFile(runKind, log), state, summary: summariseRun(runKind, state, "recorded") };
}

/**
 * Counts the time that this process has had processors for, in the place of the time that passed: what else a busy machine
 * does is in no figure, and what is done side by side counts as if it were done in turn.
 *
 * @returns puts the usual clock back
 */
function startProcessorClock(): () => void {
  const usual = performance.now;
  performance.now = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  return () => {
    performance.now = usual;
  };
}
