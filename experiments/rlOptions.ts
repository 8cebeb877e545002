import {
  isKnownBy,
  KEEP_RULES,
  REWARDS,
  type RoundsSettings,
  roundsFields,
} from "../src/protocol/roundsSettings.ts";
import { CommandLine, settingLines } from "../src/tasks/commands/commandLine.ts";
import type { RoundsSource, TaskCommands } from "../src/tasks/commands/taskCommands.ts";
import { taskNamed } from "../src/tasks/commands/taskNamed.ts";
import { TASK_COMMANDS } from "../src/tasks/commands/tasks.ts";
import type { Settings } from "../src/tasks/metadata.ts";

export interface RlOptions {
  model: string;
  /** What the writer learns to edit for. */
  task: TaskCommands;
  /** Of the inner loops. */
  settings: Settings;
  source: RoundsSource;
  heldOut: number;
  json: string;
  threads: number | undefined;
  rounds: RoundsSettings;
}

/** `--reward all` is no selection: every sample is kept. */
const REWARD_NAMES = [...REWARDS, "all"] as const;

const {
  writer: WRITER,
  reward: _reward,
  keep: _keep,
  ...ROUNDS
} = roundsFields({ one: "context", many: "contexts" });
const PREFIX = "writer-";
const NAMES = ["task", "model", "json", "preset", "reward", "keep-edits", "held-out", "threads"];

const USAGE = `npm run rl -- --json <out.json> [--task ${TASK_COMMANDS.map(({ id }) => id).join("|")}] [--model <embedded, id, .gguf or folder>]
  [--reward ${REWARD_NAMES.join("|")}] [--keep-edits ${KEEP_RULES.join("|")}]
  [--held-out H] [--threads N] and any setting of the rounds:
${settingLines(ROUNDS)}
  or of the writer's training:
${settingLines(WRITER, PREFIX)}
${TASK_COMMANDS.map(taskUsage).join("\n")}`;

function taskUsage({ words, rounds, fields }: TaskCommands): string {
  const presets = rounds.presets.map(({ id }) => id).join("|");
  return `  of ${words.many}: ${rounds.options.usage} [--preset ${presets}]
${settingLines(fields)}`;
}

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readRlOptions(args: readonly string[]): RlOptions {
  const task = taskNamed(args);
  const line = new CommandLine(args, {
    names: [...NAMES, ...task.rounds.options.names],
    settings: [{ fields: ROUNDS }, { fields: WRITER, prefix: PREFIX }, { fields: task.fields }],
    usage: USAGE,
  });
  const model = line.model(task.ownModel);
  const preset = line.preset(task.rounds.presets, task.rounds.usualPreset(model));
  const { writer, reward: _reward, keep: _keep, ...rounds } = preset.outer;
  return {
    model,
    task,
    settings: task.settings.parse(line.settings(task.fields, preset.task)),
    source: task.rounds.source(line),
    heldOut: line.whole("held-out", 1) ?? preset.heldOut,
    json: line.required("json"),
    threads: line.whole("threads", 1),
    rounds: {
      ...line.settings(ROUNDS, rounds),
      ...readSelection(line, preset.outer),
      writer: line.settings(WRITER, writer, PREFIX),
    },
  };
}

function readSelection(line: CommandLine, preset: RoundsSettings): Pick<RoundsSettings, "reward" | "keep"> {
  const asked = line.oneOf("reward", REWARD_NAMES) ?? preset.reward;
  const kept = line.oneOf("keep-edits", KEEP_RULES);
  if (asked === "all") {
    if (kept !== undefined && kept !== "all") {
      throw line.mistake("keep-edits", `${kept} contradicts --reward all, which keeps every edit`);
    }
    return { reward: preset.reward, keep: "all" };
  }
  const keep = kept ?? (isKnownBy(preset.keep, asked) ? preset.keep : "best");
  if (isKnownBy(keep, asked)) return { reward: asked, keep };
  throw line.mistake(
    "keep-edits",
    `${keep} needs --reward accuracy, not ${asked}: which edit solves is known by accuracy alone`,
  );
}
