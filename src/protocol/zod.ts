import * as z from "zod/mini";

// This form of zod has no texts of its own, and issues are shown to people.
z.config({ localeError: inWords });

/** zod's functional form, of which a bundle holds only what is used. Every schema takes `z` from here. */
export { z };

/** What is wrong with a value, to stand behind its place: "r: is more than 1024". */
function inWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "is missing"
        : `is ${kindOf(issue.input)}, not ${nameOf(issue.expected)}`;
    case "too_big":
      return `is more than ${boundOf(issue.maximum, issue.origin)}`;
    case "too_small":
      return `is less than ${boundOf(issue.minimum, issue.origin)}`;
    case "invalid_value":
      return `is not ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "invalid_format":
      return `is not in the form ${issue.format}`;
    case "unrecognized_keys":
      return `has an entry that is not known: ${issue.keys.join(", ")}`;
    default:
      return "is not as expected";
  }
}

const NAMES: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

function nameOf(type: string): string {
  return NAMES[type] ?? type;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return nameOf("array");
  // A number where a whole one is asked for.
  return typeof value === "number" ? String(value) : nameOf(typeof value);
}

function boundOf(bound: number | bigint, origin: string): string {
  if (origin === "string") return `${bound} characters`;
  return origin === "array" ? `${bound} entries` : String(bound);
}
