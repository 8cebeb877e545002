import { runCommand } from "../experiments/command.ts";
import { RECORDED_SETUPS, type RecordedSetup } from "../experiments/recordedSetups.ts";
import { startRuntime } from "../experiments/runtime.ts";
import type { Decoder } from "../src/nn/decoder.ts";
import type { KvCache } from "../src/nn/kernels/kernels.ts";
import { KernelRuntime } from "../src/nn/kernels/wasm/kernelRuntime.ts";
import type { LanguageModel } from "../src/nn/languageModel.ts";
import type { Tokenizer } from "../src/nn/tokenizer.ts";
import type { Station } from "../src/protocol/run.ts";
import { type EditBody, editSetupSchema } from "../src/runs/edit/events.ts";
import type { RecordingId } from "../src/runs/recordings.ts";
import { runInnerLoop } from "../src/seal/innerLoop.ts";
import { CommandLine } from "../src/tasks/commands/commandLine.ts";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { processorTime } from "../test/processorTime.ts";
import { StageClock, type StageTime } from "./stageClock.ts";

/** Rows of the table, in its order. */
const STAGES = [
  "tokenising",
  "writing: prefill",
  "writing: decoding",
  "writing: sampling, text",
  "training: forward",
  "training: loss, backward",
  "training: batches, optimiser",
  "scoring examples",
  "answering: prefill",
  "answering: decoding",
  "answering: sampling, text",
  "everything else",
] as const;
type Stage = (typeof STAGES)[number];

/** Where one inner loop of a model spent its time. */
interface Profile {
  model: string;
  times: ReadonlyMap<Stage, StageTime>;
  /** Milliseconds by a clock of its own. */
  wall: number;
  processor: number;
}

/** The recordings that say on what and how the models of the page are run; other models as SmolLM2. */
const RECORDING_OF: Readonly<Record<string, RecordingId>> = {
  "embedded-reader": "passage",
  "embedded-grid": "puzzle",
  "embedded-grid-large": "puzzle",
};
const USAGE = "npm run bench:inner-loop -- [--models embedded-reader,embedded-grid,model.gguf]";

/**
 * Where one inner loop spends its time, and how much of that inside the WebAssembly kernels, as a Markdown table: with each
 * embedded model, or those that are named, on one thread, with the page's own settings on the passage or the puzzle of its
 * recordings. It is the first run after loading, as in the page: the engine's own compiling is in it.
 */
runCommand(async (args) => {
  const line = new CommandLine(args, { names: ["models"], usage: USAGE });
  const models = line.text("models")?.split(",") ?? Object.keys(RECORDING_OF);
  const profiles: Profile[] = [];
  for (const model of models) {
    const profile = await profileOf({
      ...RECORDED_SETUPS[RECORDING_OF[model] ?? "passage-smollm2"](),
      model,
    });
    profiles.push(profile);
    const sum = [...profile.times.values()].reduce((total, { all }) => total + all, 0);
    console.error(
      `${profile.model}: ${seconds(profile.wall)} s, ${seconds(profile.processor)} s of the processor; rows together ${seconds(sum)} s`,
    );
  }
  console.log(tableOf(profiles));
});

async function profileOf({ model: id, setup }: RecordedSetup): Promise<Profile> {
  const { task, context, settings, conditions, stepByStep } = editSetupSchema.parse(setup);
  const clock = new StageClock<Stage>("everything else");
  const stopCounting = countKernels(clock);
  const { model, close } = await startRuntime({ model: id, threads: 1 }).finally(stopCounting);
  try {
    let station: Station = "read";
    let failure: Error | null = null;
    const emit = (body: EditBody) => {
      if (body.type === "stationEntered") station = body.station;
      if (body.type === "failed") failure = new Error(body.failure.message);
    };
    divide(model, clock, () => station);
    const started = performance.now();
    const startedProcessor = processorTime();
    clock.start();
    await runInnerLoop({
      model,
      task: findTask(task),
      context,
      settings,
      stepByStep,
      emit,
      ...(conditions ? { conditions } : {}),
    });
    clock.settle();
    const [wall, processor] = [performance.now() - started, processorTime() - startedProcessor];
    if (failure !== null) throw failure;
    return { model: model.info.name, times: clock.times, wall, processor };
  } finally {
    close();
  }
}

/**
 * Counts apart what runs inside WebAssembly, in kernels that are made from now on. The methods of `Kernels` would be more: they
 * also find and hold memory.
 */
function countKernels(clock: StageClock<Stage>): () => void {
  const { start } = KernelRuntime;
  KernelRuntime.start = async (options) => {
    const runtime = await start.call(KernelRuntime, options);
    // A module's exports cannot be written to.
    const exports = { ...runtime.exports };
    for (const [name, value] of Object.entries<unknown>({ ...exports })) {
      if (typeof value === "function") around(exports, name, (call) => clock.inside(call));
    }
    return Object.assign(runtime, { exports });
  };
  return () => {
    KernelRuntime.start = start;
  };
}

/** What the types of a model keep to itself; a name that is no longer there is told by `around`. */
interface Insides {
  tokenizer: Tokenizer;
  decoder: Decoder;
}

/** Enters the stages where the model's own methods begin and end. */
function divide(model: LanguageModel, clock: StageClock<Stage>, station: () => Station): void {
  const { tokenizer, decoder } = model as unknown as Insides;
  const stageOf = (
    target: object,
    name: string,
    stage: (args: readonly unknown[]) => Stage = () => clock.stage,
  ) => around(target, name, (call, args) => clock.within(stage(args), call));
  const speaking = () => (station() === "write" ? "writing" : "answering");
  for (const name of ["encode", "decode", "renderChat"]) stageOf(tokenizer, name, () => "tokenising");
  stageOf(model, "generate", () => `${speaking()}: sampling, text`);
  // One token a sequence is a step of decoding: prompts are longer.
  stageOf(decoder, "extend", ([tokens, , cache]) => {
    const perSequence = (tokens as Int32Array).length / (cache as KvCache).shape.batch;
    return `${speaking()}: ${perSequence > 1 ? "prefill" : "decoding"}`;
  });
  stageOf(decoder.kernels, "selectKvCache", () => `${speaking()}: decoding`);
  stageOf(model, "fineTune", () => "training: batches, optimiser");
  stageOf(decoder, "gradients", () => "training: loss, backward");
  for (const name of ["embed", "throughLayers"]) {
    stageOf(decoder, name, () =>
      clock.stage === "training: loss, backward" ? "training: forward" : clock.stage,
    );
  }
  for (const name of ["score", "logProbs"]) stageOf(model, name, () => "scoring examples");
}

/** Puts `wrapped` in the place of a method: it is given the call and what it was called with. */
function around(
  target: object,
  name: string,
  wrapped: (call: () => unknown, args: readonly unknown[]) => unknown,
): void {
  const method: unknown = Reflect.get(target, name);
  if (typeof method !== "function") throw new Error(`There is no ${name} to be timed.`);
  const timed = (...args: unknown[]) => wrapped(() => Reflect.apply(method, target, args), args);
  Object.defineProperty(target, name, { value: timed });
}

function tableOf(profiles: readonly Profile[]): string {
  const head = ["one inner loop", ...profiles.flatMap(({ model }) => [model, "share", "in WebAssembly"])];
  const cells = ({ all, inner }: StageTime, wall: number) =>
    all === 0 ? ["", "", ""] : [`${seconds(all)} s`, `${percent(all / wall)} %`, `${percent(inner / all)} %`];
  const nothing = { all: 0, inner: 0 };
  const rows = STAGES.map((stage) => [
    stage,
    ...profiles.flatMap(({ times, wall }) => cells(times.get(stage) ?? nothing, wall)),
  ]);
  const whole = profiles.flatMap(({ times, wall }) =>
    cells({ all: wall, inner: [...times.values()].reduce((sum, { inner }) => sum + inner, 0) }, wall),
  );
  return markdownTable(head, [...rows, ["the whole loop", ...whole]]);
}

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(2);
const percent = (share: number) => (100 * share).toFixed(share < 0.1 ? 1 : 0);
