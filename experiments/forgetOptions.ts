import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { REMEDIES } from "../src/seal/remedies/remedies.ts";
import {
  DEFAULT_STREAM_SETTINGS,
  REMEDY_FIELDS,
  STREAM_FIELDS,
  type StreamSettings,
} from "../src/seal/remedies/streamSettings.ts";
import { CommandLine, settingLines } from "../src/tasks/commands/commandLine.ts";
import type { StreamSource, TaskCommands } from "../src/tasks/commands/taskCommands.ts";
import { taskNamed } from "../src/tasks/commands/taskNamed.ts";
import { TASK_COMMANDS } from "../src/tasks/commands/tasks.ts";
import type { Settings } from "../src/tasks/metadata.ts";

export interface ForgetOptions {
  model: string;
  task: TaskCommands;
  /** How many contexts. */
  count: number;
  source: StreamSource;
  json: string;
  threads: number | undefined;
  /** `falsehoodsFrom`: from that context on, counted from 1, every so many of an edit's lines contradict it. */
  stream: StreamSettings & { falsehoodsFrom?: number; falsehoodsEvery?: number };
  /** Of one edit. */
  settings: Settings;
}

const STREAM = { ...STREAM_FIELDS, ...REMEDY_FIELDS };
const TASKS = TASK_COMMANDS.filter(({ stream }) => stream !== undefined);

const USAGE = `npm run forget -- --json <out.json> [--task ${TASKS.map(({ id }) => id).join("|")}] [--falsehoods-from P [--falsehoods-every N]] [--remedy ${REMEDIES.map(({ id }) => id).join("|")}] [--seed S]
  [--model <embedded, id, .gguf or folder>] [--threads N] and any setting of the stream:
${settingLines(STREAM)}
${TASKS.map(taskUsage).join("\n")}`;

function taskUsage({ words, stream, fields }: TaskCommands): string {
  const presets = stream?.presets.map(({ id }) => id).join("|");
  return `  of ${words.many}: [--${words.many} N] ${stream?.options.usage} [--preset ${presets}] and any setting of one edit:
${settingLines(fields)}`;
}

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readForgetOptions(args: readonly string[]): ForgetOptions {
  const task = taskNamed(args, TASKS);
  const { stream, words, fields } = task;
  if (stream === undefined)
    throw new PlaygroundError("bad-input", `There is no stream of ${words.many}.`, USAGE);
  const line = new CommandLine(args, {
    names: [
      "task",
      "model",
      "json",
      "threads",
      "preset",
      "falsehoods-from",
      "falsehoods-every",
      words.many,
      ...stream.options.names,
    ],
    settings: [{ fields: STREAM }, { fields }],
    usage: USAGE,
  });
  const model = line.model(task.ownModel);
  const preset = line.preset(stream.presets, stream.usualPreset(model));
  const falsehoodsFrom = line.whole("falsehoods-from", 1);
  if (falsehoodsFrom !== undefined && stream.contradict === undefined)
    throw line.mistake("falsehoods-from", `: of ${words.many} nothing is known to be false`);
  return {
    model,
    task,
    count: line.whole(words.many, 2) ?? 8,
    source: stream.source(line),
    json: line.required("json"),
    threads: line.whole("threads", 1),
    stream: {
      ...line.settings(STREAM, DEFAULT_STREAM_SETTINGS),
      ...(falsehoodsFrom === undefined
        ? {}
        : { falsehoodsFrom, falsehoodsEvery: line.whole("falsehoods-every", 1) ?? 1 }),
    },
    settings: task.settings.parse(line.settings(fields, preset)),
  };
}
