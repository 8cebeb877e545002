import { parseArgs } from "node:util";
import {
  type Fields,
  groupsOf,
  type NamedField,
  namedFields,
  type SettingsOf,
  schemaOf,
} from "../../protocol/fields.ts";
import { flagOf, rangeText, readValue } from "../../protocol/fieldText.ts";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import type { Preset } from "../metadata.ts";

/** Settings as options, one a line with its range, for a usage text. */
export function settingLines(fields: Fields, prefix = ""): string {
  return flattened(fields)
    .map((field) => `  --${flagOf(field, prefix).padEnd(20)} ${rangeText(field)}`)
    .join("\n");
}

interface Known {
  /** Options with a value, e.g. "json". */
  names: readonly string[];
  /** Options without. */
  switches?: readonly string[];
  /** Settings, each of which is an option; @see flagOf for the prefix. */
  settings?: readonly { fields: Fields; prefix?: string }[];
  /** Ends every message. */
  usage: string;
}

/** The options of one command, read from its arguments; every mistake is a "bad-input" that names the option. */
export class CommandLine {
  private readonly usage: string;
  private readonly values: ReadonlyMap<string, string>;

  constructor(args: readonly string[], { names, switches = [], settings = [], usage }: Known) {
    this.usage = usage;
    const flags = settings.flatMap(({ fields, prefix }) =>
      flattened(fields).map((field) => flagOf(field, prefix)),
    );
    const options = Object.fromEntries([
      ...[...names, ...flags].map((name) => [name, { type: "string" as const }]),
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

  /** What `--model` names; "embedded", or nothing: the model that comes with the page. */
  model(own: string): string {
    const named = this.values.get("model") ?? "embedded";
    return named === "embedded" ? own : named;
  }

  /** One of some words; absent: undefined. */
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const text = this.values.get(name);
    return text === undefined ? undefined : this.word(name, text, words);
  }

  /** Some of some words, with commas between; absent: undefined. */
  someOf<Word extends string>(name: string, words: readonly Word[]): Word[] | undefined {
    const parts = this.values.get(name)?.split(",");
    const named = parts
      ?.filter((part) => part !== "")
      .map((part) => this.word(name, part, words, "may hold"));
    return named && [...new Set(named)];
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

  /** The preset that `--preset` names, or else the usual one. */
  preset<Settings>(presets: readonly Preset<Settings>[], usual: string): Settings {
    const asked = this.text("preset") ?? usual;
    const preset = presets.find(({ id }) => id === asked);
    if (preset === undefined) throw this.mistake("preset", `“${asked}” does not exist`);
    return preset.settings;
  }

  /** The settings that are given, but for what the options change. "default" leaves one as it is, for scripts. */
  settings<F extends Fields>(fields: F, given: SettingsOf<F>, prefix = ""): SettingsOf<F> {
    const settings = schemaOf(fields).safeParse(this.changed(fields, given, prefix));
    if (settings.success) return settings.data as SettingsOf<F>;
    const path = settings.error.issues[0]?.path.map(String) ?? [];
    const field = flattened(fields).find(({ key }) => path.includes(key));
    if (field === undefined) throw new Error(`The settings have no ${path.join(".")}.`);
    const what =
      field.kind === "choice" ? field.options.map(({ value }) => value).join(", ") : rangeText(field);
    throw this.mistake(flagOf(field, prefix), `must be ${field.kind === "choice" ? "one of " : ""}${what}`);
  }

  mistake(name: string, what: string): PlaygroundError {
    return new PlaygroundError("bad-input", `--${name} ${what}.`, this.usage);
  }

  private changed(fields: Fields, given: object, prefix: string): object {
    const own = namedFields(fields).flatMap((field) => {
      const text = this.values.get(flagOf(field, prefix));
      return text === undefined || text === "default" ? [] : [[field.key, readValue(field, text)]];
    });
    const inner = groupsOf(fields).map(([key, group]) => [
      key,
      this.changed(group, Object(Reflect.get(given, key)), prefix),
    ]);
    return { ...given, ...Object.fromEntries([...own, ...inner]) };
  }

  private word<Word extends string>(
    name: string,
    text: string,
    words: readonly Word[],
    may = "must be one of",
  ): Word {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    throw this.mistake(name, `${may} ${words.join(", ")}, not “${text}”`);
  }
}

/** Those of inner groups too. */
function flattened(fields: Fields): NamedField[] {
  return [...namedFields(fields), ...groupsOf(fields).flatMap(([, group]) => flattened(group))];
}
