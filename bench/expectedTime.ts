/**
 * How near the expected time comes to what runs take: set-ups of all kinds on the embedded reader, each told beforehand by a
 * measurement alone, and by it and the runs before. `npm run bench:time -- [model = embedded-reader]`; with
 * `embedded-grid`, puzzles.
 *
 * One thread, and processor time in the place of all clocks: what else a busy machine does is in none of the figures.
 */
import { openHeadlessEngine } from "../experiments/headlessEngine.ts";
import { startRuntime } from "../experiments/runtime.ts";
import type { KindId } from "../src/protocol/runEvent.ts";
import { expectedTime, type Timing } from "../src/runs/expectedTime.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { processorTime } from "../test/processorTime.ts";
import { TIMED_SETUPS } from "../test/timedSetups.ts";
import { countWork } from "../workers/dryRun.ts";

const [wanted = "embedded-reader"] = process.argv.slice(2);
performance.now = processorTime;
const { model, close } = await startRuntime({ model: wanted, threads: 1 });
const measurement = await model.measure({ onStage: () => {} });
console.log(measurement.model.name, measurement.speeds, measurement.leastStep);

const engine = await openHeadlessEngine(model);
const timings: Timing[] = [];
const factors: { alone: number; after: number }[] = [];
for (const { name, kind, setup } of TIMED_SETUPS[wanted]?.() ?? []) {
  // Processor time is that of all copies together.
  const work = await countWork({ kind, setup, model, findTask, processors: 1 });
  const alone = expectedTime(work, { measured: measurement, timings: [] }).seconds;
  const after = expectedTime(work, { measured: measurement, timings }).seconds;
  const seconds = await secondsOf(kind, name, setup);
  timings.unshift({ work, seconds });
  factors.push({ alone: seconds / alone, after: seconds / after });
  console.log(
    `${name.padEnd(28)} took ${seconds.toFixed(1)} s; by the measurement ${alone.toFixed(1)} s (${(seconds / alone).toFixed(2)}), with earlier runs ${after.toFixed(1)} s (${(seconds / after).toFixed(2)})`,
  );
}
const within = (values: readonly number[]) =>
  `${values.filter((factor) => factor < 1.5 && factor > 1 / 1.5).length} of ${values.length}`;
console.log(`within a factor of 1.5: ${within(factors.map(({ alone }) => alone))} by the measurement alone,`);
console.log(`${within(factors.slice(1).map(({ after }) => after))} where a run had gone before`);
close();

/** As the page's engine runs it. */
async function secondsOf(kind: KindId, runId: string, setup: object): Promise<number> {
  const began = processorTime();
  const log = await engine.run(kind, runId, setup);
  const end = log.at(-1)?.body;
  if (end?.type === "failed") console.log(end);
  return (processorTime() - began) / 1000;
}
