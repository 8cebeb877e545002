import type { LanguageModel } from "../src/nn/languageModel.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { ContextWords } from "../src/protocol/roundsSettings.ts";
import type { EditBody } from "../src/runs/edit/events.ts";
import { runInnerLoop } from "../src/seal/innerLoop.ts";
import type { Training } from "../src/tasks/commands/setupSchemas.ts";
import type { ContextRecord, InnerLoopRan, InnerLoops } from "../src/tasks/commands/taskCommands.ts";
import type { Task } from "../src/tasks/task.ts";
import { openRecordFile, type RecordFile } from "./recordFile.ts";

export interface InnerLoopsRun<Setup, Entry extends ContextRecord> {
  model: LanguageModel;
  task: Task;
  words: ContextWords;
  plan: InnerLoops<Setup, Entry>;
}

/** Finished records, so that hours of work survive an interruption. @throws PlaygroundError "bad-input" of another set-up */
export function openRecords<Setup, Entry>(
  plan: InnerLoops<Setup, Entry>,
  setup: Setup,
): Promise<RecordFile<Entry>> {
  return openRecordFile(`${plan.options.json}.${plan.recordsName}.jsonl`, setup, {
    isContinued: (earlier) => plan.isContinued(earlier, setup),
    readRecord: (value) => plan.readRecord(value),
  });
}

/** All contexts of the plan, but for those that are done. @throws PlaygroundError where the model can read none of them */
export async function runContexts<Setup, Entry extends ContextRecord>(
  run: InnerLoopsRun<Setup, Entry>,
  file: RecordFile<Entry>,
): Promise<Entry[]> {
  const { plan, model, words } = run;
  const records: Entry[] = [];
  for (const [position, { name, index }] of plan.contexts.entries()) {
    const earlier = file.done.find((record) => record.index === index);
    const record = earlier ?? (await runContext(run, position, records));
    if (earlier === undefined) await file.add(record);
    records.push(record);
    const took = earlier === undefined ? `${record.seconds.toFixed(1)} s` : "done before";
    const note = record.skipped === undefined ? took : `skipped: ${record.skipped}`;
    console.error(`${position + 1}/${plan.contexts.length} ${name} (${note}): ${plan.progress(records)}`);
  }
  const [first] = records;
  if (first?.skipped === undefined || records.some(({ skipped }) => skipped === undefined)) return records;
  throw new PlaygroundError(
    "bad-input",
    `${model.info.name} can read none of the ${records.length} ${words.many}: of “${plan.contexts[0]?.name}”, ${first.skipped}.`,
    `Give smaller ${words.many}, or a model that reads larger ones.`,
  );
}

/** One context. @throws Error with the run's own message and advice if it failed */
export async function runContext<Setup, Entry extends ContextRecord>(
  { model, task, words, plan }: InnerLoopsRun<Setup, Entry>,
  position: number,
  earlier: readonly Entry[],
): Promise<Entry> {
  const started = performance.now();
  const unreadable = plan.unreadable?.(position, model);
  if (unreadable) return unreadable;
  const { context, index, name } = plan.contexts[position]!;
  const training: InnerLoopRan["training"] = {};
  const examples = new Map<string, number>();
  const warnings: string[] = [];
  let failure = "The run was cancelled.";
  const emit = (body: EditBody) => {
    if (body.type === "warning") warnings.push(body.message);
    if (body.type === "trainingStarted") examples.set(body.condition, body.examples);
    if (body.type === "trainingFinished") training[body.condition] = trainingOf(body, examples);
    if (body.type === "failed") failure = `${body.failure.message} ${body.failure.advice}`;
  };
  const result = await runInnerLoop({
    model,
    task,
    context,
    ...plan.request(position, earlier),
    stepByStep: false,
    allowEmptyEdit: true,
    emit,
  });
  const what = `${words.one.charAt(0).toUpperCase()}${words.one.slice(1)}`;
  if (result === null) throw new Error(`${what} ${index} (“${name}”): ${failure}`);
  const seconds = (performance.now() - started) / 1000;
  return plan.record(position, { edit: result.edit, outcomes: result.outcomes, training, warnings, seconds });
}

function trainingOf(
  { condition, steps, tokens, finalLoss, seconds }: Extract<EditBody, { type: "trainingFinished" }>,
  examples: ReadonlyMap<string, number>,
): Training {
  return { examples: examples.get(condition) ?? 0, steps, tokens, finalLoss, seconds };
}
