import { parseArgs } from "node:util";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { z } from "../src/protocol/zod.ts";
import {
  type KnowledgeSettings,
  knowledgeMetadata,
  knowledgeSettingsSchema,
} from "../src/tasks/knowledge/metadata.ts";
import type { Control } from "../src/tasks/metadata.ts";

/** `--model embedded` is the model that comes with the page. */
export const EMBEDDED = "embedded";

/** The option of a setting. @param prefix tells the settings of another part apart, e.g. "writer-" */
export function flagOf(key: string, prefix = ""): string {
  return prefix + key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Settings as options, one a line with its range, for a usage text. */
export function settingLines(controls: readonly Control[], prefix = ""): string {
  return controls
    .map((control) => `  --${flagOf(control.key, prefix).padEnd(20)} ${rangeOf(control)}`)
    .join("\n");
}

/** Those of passages. */
export const SETTING_LINES = settingLines(knowledgeMetadata.controls);

/** The options of one command, read from its arguments; every mistake is a "bad-input" that names the option. */
export class CommandLine {
  private readonly usage: string;
  private readonly values: ReadonlyMap<string, string>;
  private readonly controls: readonly Control[];

  /** Besides `names` (with a value) and `switches` (without), every setting of the task is an option. */
  constructor(
    args: readonly string[],
    names: readonly string[],
    switches: readonly string[],
    usage: string,
    controls: readonly Control[] = knowledgeMetadata.controls,
  ) {
    this.usage = usage;
    this.controls = controls;
    const valued = [...names, ...controls.map(({ key }) => flagOf(key))];
    const options = Object.fromEntries([
      ...valued.map((name) => [name, { type: "string" as const }]),
      ...switches.map((name) => [name, { type: "boolean" as const }]),
    ]);
    try {
      const { values } = parseArgs({ args: [...args], options });
      this.values = new Map(Object.entries(values).map(([name, value]) => [name, String(value)]));
    } catch (error) {
      throw new PlaygroundError("bad-input", error instanceof Error ? error.message : String(error), usage);
    }
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  text(name: string): string | undefined {
    return this.values.get(name);
  }

  required(name: string): string {
    const value = this.values.get(name);
    if (value === undefined) throw this.mistake(name, "is missing");
    return value;
  }

  /** One of some words; absent: undefined. */
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const text = this.values.get(name);
    const word = words.find((known) => known === text);
    if (text === undefined || word !== undefined) return word;
    throw this.mistake(name, `must be one of ${words.join(", ")}, not “${text}”`);
  }

  whole(name: string, least: number): number | undefined {
    const text = this.values.get(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) {
      throw this.mistake(name, `must be a whole number from ${least} on`);
    }
    return value;
  }

  /** Settings of passages: the preset's but for what the options change. */
  settings(preset: KnowledgeSettings): KnowledgeSettings {
    return this.changed(preset, knowledgeSettingsSchema);
  }

  /** Settings by their schema: the preset's but for what the options change; without controls, those of the task. */
  changed<Settings extends object>(
    preset: Settings,
    schema: z.ZodMiniType<Settings>,
    controls = this.controls,
    prefix = "",
  ): Settings {
    const changed = controls.flatMap((control) => {
      const flag = flagOf(control.key, prefix);
      const text = this.values.get(flag);
      // "--format default" is the preset's, so that a script may name it.
      const isPreset = text === undefined || (control.key === "format" && text === "default");
      return isPreset ? [] : [[control.key, this.settingValue(control, flag, text)]];
    });
    const settings = schema.safeParse({ ...preset, ...Object.fromEntries(changed) });
    if (settings.success) return settings.data;
    const issue = settings.error.issues[0];
    throw this.mistake(flagOf(String(issue?.path[0] ?? ""), prefix), issue?.message ?? "is not valid");
  }

  mistake(name: string, what: string): PlaygroundError {
    return new PlaygroundError("bad-input", `--${name} ${what}.`, this.usage);
  }

  private settingValue(control: Control, flag: string, text: string): unknown {
    switch (control.kind) {
      case "number":
        return text.trim() === "" ? Number.NaN : Number(text);
      case "choices":
        return text.split(",");
      case "toggle":
        if (text !== "true" && text !== "false") throw this.mistake(flag, "must be true or false");
        return text === "true";
      default:
        return text;
    }
  }
}

function rangeOf(control: Control): string {
  if (control.kind === "choice" || control.kind === "choices") {
    return control.options.map(({ value }) => value).join(control.kind === "choice" ? "|" : ",");
  }
  if (control.kind === "toggle") return "true|false";
  return control.kind === "number" ? `${control.min}…${control.max}` : "text";
}
