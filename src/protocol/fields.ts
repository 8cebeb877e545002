import { z } from "./zod.ts";

/**
 * One setting, declared once as plain data: its schema, the form field that people see, its command-line flag, how a
 * link writes it and its range all follow from this.
 */
export type Field<T = unknown> = (NumberField | ChoiceField | ChoicesField | ToggleField | TextField) & {
  readonly schema: z.ZodMiniType<T>;
};

interface Words {
  label: string;
  /** One sentence for people: what it does. */
  help: string;
  /** "basic" is shown at once, "advanced" is folded away. */
  level: "basic" | "advanced";
  /** Heading under which the page puts it. */
  group: string;
  /** On the command line, where it is not the setting's name. */
  flag?: string;
}

export interface NumberField extends Words {
  kind: "number";
  min: number;
  max: number;
  /** Smallest sensible change; 1 for whole numbers. */
  step: number;
  integer: boolean;
  /** How a slider should be spaced. */
  scale: "linear" | "log";
  /** Also what stands for it where an earlier version, which had no such setting, kept none. */
  initial?: number;
}

export interface Option<Value extends string = string> {
  value: Value;
  label: string;
  help: string;
}

/** One of several. */
export interface ChoiceField extends Words {
  kind: "choice";
  options: readonly Option[];
  /** As of a number. */
  initial?: string;
}

/** Any of several, at least one. */
export interface ChoicesField extends Words {
  kind: "choices";
  options: readonly Option[];
}

export interface ToggleField extends Words {
  kind: "toggle";
}

export interface TextField extends Words {
  kind: "text";
  maxLength: number;
  /** Shown only where another setting has this value. */
  onlyWhen?: { key: string; value: string };
}

/** Settings by name; one inside another is a group of its own. */
export type Fields = { readonly [key: string]: Field | Fields };

export type SettingsOf<F extends Fields> = {
  -readonly [Key in keyof F]: ValueOf<F[Key]>;
};
type ValueOf<One> = One extends Field<infer T> ? T : One extends Fields ? SettingsOf<One> : never;

type NumberWords = Omit<NumberField, "kind" | "integer">;

export function whole(words: Omit<NumberWords, "step"> & { step?: number }) {
  const schema = z.int().check(z.minimum(words.min), z.maximum(words.max));
  return { kind: "number", step: 1, integer: true, ...words, schema: orElse(schema, words.initial) } as const;
}

export function real(words: NumberWords) {
  const schema = z.number().check(z.minimum(words.min), z.maximum(words.max));
  return { kind: "number", integer: false, ...words, schema: orElse(schema, words.initial) } as const;
}

/** From which every random choice follows. */
export function seed(words: Pick<NumberWords, "group" | "help">) {
  return whole({ label: "Seed", level: "basic", ...words, min: 0, max: 4294967295, scale: "linear" });
}

export function choice<const Value extends string>(
  words: Words & { options: readonly Option<Value>[]; initial?: NoInfer<Value> },
) {
  const schema = z.enum(words.options.map(({ value }) => value));
  return { kind: "choice", ...words, schema: orElse(schema, words.initial) } as const;
}

export function choices<const Value extends string>(words: Words & { options: readonly Option<Value>[] }) {
  const schema = z.array(z.enum(words.options.map(({ value }) => value))).check(z.minLength(1));
  return { kind: "choices", ...words, schema } as const;
}

export function toggle(words: Words) {
  return { kind: "toggle", ...words, schema: z.boolean() } as const;
}

/** @param fault what is wrong with a text that is not too long, or null */
export function text(words: Omit<TextField, "kind">, fault: (value: string) => string | null = () => null) {
  const schema = z.string().check(z.maxLength(words.maxLength), (payload) => {
    const message = fault(payload.value);
    if (message !== null) payload.issues.push({ code: "custom", input: payload.value, message });
  });
  return { kind: "text", ...words, schema } as const;
}

function orElse<T extends number | string>(
  schema: z.ZodMiniType<T>,
  initial: T | undefined,
): z.ZodMiniType<T> {
  return initial === undefined ? schema : z.pipe(z._default(z.unknown(), initial), schema);
}

/** The schema of all settings together. */
export function schemaOf<F extends Fields>(fields: F): SettingsSchema<F> {
  const shape = Object.entries(fields).map(([key, one]) => [key, isField(one) ? one.schema : schemaOf(one)]);
  // Keys and types are those of `fields`, which `fromEntries` cannot say.
  return z.object(Object.fromEntries(shape)) as unknown as SettingsSchema<F>;
}
type SettingsSchema<F extends Fields> = z.ZodMiniObject<{
  [Key in keyof F]: F[Key] extends Field
    ? F[Key]["schema"]
    : F[Key] extends Fields
      ? SettingsSchema<F[Key]>
      : never;
}>;

/** A field with the name of its setting. */
export type NamedField = Field & { readonly key: string };

/** The fields in their order, those of inner groups left out. */
export function namedFields(fields: Fields): NamedField[] {
  return Object.entries(fields).flatMap(([key, one]) => (isField(one) ? [{ ...one, key }] : []));
}

/** The settings inside others, by the name of their group. */
export function groupsOf(fields: Fields): [string, Fields][] {
  return Object.entries(fields).flatMap(([key, one]): [string, Fields][] =>
    isField(one) ? [] : [[key, one]],
  );
}

/** Whether a setting matters: some do only beside a certain value of another one. */
export function isVisible(field: Field, settings: object): boolean {
  if (field.kind !== "text" || !field.onlyWhen) return true;
  return Reflect.get(settings, field.onlyWhen.key) === field.onlyWhen.value;
}

function isField(one: Field | Fields): one is Field {
  return "schema" in one && typeof one.kind === "string";
}
