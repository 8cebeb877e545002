import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { recordOf } from "../../files/record.ts";
import { FLAGS, parseSelfEdit, STRATEGIES } from "../selfEdit.ts";
import type { ReadEdit } from "./notation.ts";

/** The beginning of the configuration, given so that a small model falls into the format. */
export const EDIT_LEAD = '{"data_generation": {"use_basic_augmentations":';

/**
 * SEAL's request for a configuration ([paper], few-shot learning) in our words. The form is shown filled in: SmolLM2-135M
 * copies placeholders as they stand.
 *
 * @param shown the demonstrations
 */
export function editRequest(shown: string): string {
  return `${shown}These are the demonstrations of a puzzle. A model is about to be trained on examples that are made from them. Decide how.

"data_generation", each true or false:
- "use_basic_augmentations": turned and mirrored copies
- "use_size_augmentations": enlarged copies
- "use_chain_augmentations": copies changed twice
- "use_repeat_augmentations": copies repeated side by side
"training":
- "strategy": "train_using_output_tokens" or "train_using_all_tokens"
- "learning_rate": a number from 0.00001 to 0.01
- "num_train_epochs": a whole number from 1 to 8

Answer with JSON only. An example of the form, for another puzzle:
{"data_generation": {"use_basic_augmentations": false, "use_size_augmentations": true, "use_chain_augmentations": false, "use_repeat_augmentations": true}, "training": {"strategy": "train_using_all_tokens", "learning_rate": 0.002, "num_train_epochs": 3}}`;
}

/** What a key is called that small models shorten, spell otherwise or put elsewhere. */
const KEYS: readonly (readonly [pattern: RegExp, name: string])[] = [
  ...FLAGS.map((flag) => [new RegExp(flag.slice(4, -14)), flag] as const),
  [/strategy|loss/, "strategy"],
  [/learningrate|^lr$/, "learning_rate"],
  [/epoch/, "num_train_epochs"],
];

/**
 * Reads SEAL's configuration as small models write it: in a fence or a sentence, with comments, single quotes, Python's
 * True and False, a comma too many, numbers in quotes, keys shortened or out of their place, cut off before the last
 * bracket. What is missing and matters is no edit; augmentations that are not named are off, which is noted.
 *
 * @returns the edit, or in one clause why there is none
 */
export function readWrittenEdit(text: string): ReadEdit {
  const start = text.indexOf("{");
  if (start < 0) return { fault: "holds no JSON" };
  const json = parsed(tidied(text.slice(start)));
  const found = new Map<string, unknown>();
  collect(json, found, 0);
  if (json === null) return { fault: "is not JSON that could be read" };
  const missing = ["strategy", "learning_rate", "num_train_epochs"].filter((key) => !found.has(key));
  if (missing.length > 0) return { fault: `does not say ${missing.join(" and ")}` };
  const assumed = FLAGS.filter((flag) => !found.has(flag));
  const edit = {
    data_generation: Object.fromEntries(FLAGS.map((flag) => [flag, yesOrNo(found.get(flag) ?? false)])),
    training: {
      strategy: strategyIn(found.get("strategy")),
      learning_rate: numberIn(found.get("learning_rate")),
      num_train_epochs: numberIn(found.get("num_train_epochs")),
    },
  };
  try {
    const read = parseSelfEdit(JSON.stringify(edit));
    const note =
      assumed.length === 0 ? {} : { note: `Not said, and so taken as false: ${assumed.join(", ")}.` };
    return { edit: read, ...note };
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    return { fault: error.message.replace(/^The self-edit /, "").replace(/\.$/, "") };
  }
}

/** Straight quotes, JSON's words, no comments, nothing behind the last bracket that belongs to the first. */
function tidied(text: string): string {
  const plain = text
    .replace(/[“”„]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/\/\/[^\n]*|#[^\n]*/g, "")
    .replace(/'([^'\n]*)'/g, '"$1"')
    .replace(/\bTrue\b/g, "true")
    .replace(/\bFalse\b/g, "false")
    .replace(/\bNone\b/g, "null");
  let depth = 0;
  for (let at = 0; at < plain.length; at++) {
    if (plain[at] === "{") depth++;
    if (plain[at] === "}" && --depth === 0) return plain.slice(0, at + 1);
  }
  return plain;
}

/** The JSON, with what a cut-off text lacks at its end: brackets, or a value that was not finished. */
function parsed(text: string): unknown {
  const withoutComma = (part: string) => part.replace(/,(?=\s*[}\]]|\s*$)/g, "");
  const closed = (part: string) => {
    const open = [...part].reduce((depth, one) => depth + Number(one === "{") - Number(one === "}"), 0);
    return withoutComma(part) + "}".repeat(Math.max(0, open));
  };
  const cut = text.slice(0, Math.max(0, text.lastIndexOf(",")));
  for (const candidate of [closed(text), closed(cut)]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The next candidate is shorter.
    }
  }
  return null;
}

function collect(value: unknown, found: Map<string, unknown>, depth: number): void {
  for (const [key, inner] of recordOf(value) ?? []) {
    const plain = key.toLowerCase().replace(/[^a-z]/g, "");
    const name = KEYS.find(([pattern]) => pattern.test(plain))?.[1];
    if (name !== undefined && recordOf(inner) === null && !found.has(name)) found.set(name, inner);
    else if (depth < 3) collect(inner, found, depth + 1);
  }
}

function yesOrNo(value: unknown): unknown {
  const word = String(value).trim().toLowerCase();
  if (["true", "yes", "1", "on"].includes(word)) return true;
  return ["false", "no", "0", "off", "null"].includes(word) ? false : value;
}

function numberIn(value: unknown): unknown {
  return typeof value === "string" && value.trim() !== "" ? Number(value) : value;
}

function strategyIn(value: unknown): unknown {
  const word = String(value).toLowerCase();
  return STRATEGIES.find((strategy) => word.includes(strategy.split("_")[2]!)) ?? value;
}
