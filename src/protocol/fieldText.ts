import type { Field, NamedField } from "./fields.ts";

/** A setting's value as links and the command line write it. */
export function valueText(value: unknown): string {
  return Array.isArray(value) ? value.join(",") : String(value);
}

/** What a text says, as the kind of value that the field takes. Whether it is allowed, only `field.schema` tells. */
export function readValue({ kind }: Field, text: string): unknown {
  switch (kind) {
    case "number":
      return text.trim() === "" ? Number.NaN : Number(text);
    case "toggle":
      return text === "true" ? true : text === "false" ? false : text;
    case "choices":
      return [...new Set(text.split(","))];
    case "choice":
    case "text":
      return text;
  }
}

/** What is wrong with a value, if anything. */
export function faultOf(field: Field, value: unknown): string | undefined {
  if (field.kind === "number") {
    if (typeof value !== "number" || Number.isNaN(value)) return `${field.label} needs a number.`;
    if (value < field.min || value > field.max)
      return `${field.label} goes from ${field.min} to ${field.max}.`;
  }
  return field.schema.safeParse(value).success ? undefined : `${field.label} cannot be this.`;
}

/** What the field takes: "1…128" or "lines|sentences". */
export function rangeText(field: Field): string {
  switch (field.kind) {
    case "number":
      return `${field.min}…${field.max}`;
    case "choice":
      return field.options.map(({ value }) => value).join("|");
    case "choices":
      return field.options.map(({ value }) => value).join(",");
    case "toggle":
      return "true|false";
    case "text":
      return "text";
  }
}

/** The option on the command line, without its dashes. @param prefix tells settings of another part apart: "writer-" */
export function flagOf({ key, flag }: NamedField, prefix = ""): string {
  return prefix + (flag ?? key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
}
