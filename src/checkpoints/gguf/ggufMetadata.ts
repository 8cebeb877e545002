import { badCheckpoint, unsupported } from "../checkpointError.ts";

export type GgufValue = number | boolean | string | number[] | boolean[] | string[];

/** Typed look-ups in the keyed values of a GGUF header ("llama.block_count" → 30). */
export class GgufMetadata {
  readonly #values: ReadonlyMap<string, GgufValue>;
  readonly #file: string;

  constructor(values: ReadonlyMap<string, GgufValue>, file: string) {
    this.#values = values;
    this.#file = file;
  }

  /** Throws "bad-checkpoint" naming the key if it is absent or no number; so do the others below. */
  number(key: string): number {
    return this.optionalNumber(key) ?? this.#absent(key);
  }

  string(key: string): string {
    return this.optionalString(key) ?? this.#absent(key);
  }

  strings(key: string): string[] {
    return this.optionalStrings(key) ?? this.#absent(key);
  }

  numbers(key: string): number[] {
    return this.optionalNumbers(key) ?? this.#absent(key);
  }

  /** Null where the key is absent; of another type, it throws as `number` does. */
  optionalNumber(key: string): number | null {
    const value = this.#values.get(key);
    if (value === undefined) return null;
    return typeof value === "number" ? value : this.#wrong(key, "a number");
  }

  optionalString(key: string): string | null {
    const value = this.#values.get(key);
    if (value === undefined) return null;
    return typeof value === "string" ? value : this.#wrong(key, "a string");
  }

  optionalBoolean(key: string): boolean | null {
    const value = this.#values.get(key);
    if (value === undefined) return null;
    return typeof value === "boolean" ? value : this.#wrong(key, "true or false");
  }

  /** A number, or a list with one for each layer that are all the same; throws where they differ. */
  optionalSameNumber(key: string): number | null {
    if (!Array.isArray(this.#values.get(key))) return this.optionalNumber(key);
    const [first = null, ...rest] = this.optionalNumbers(key) ?? [];
    if (rest.every((value) => value === first)) return first;
    throw unsupported(`${this.#file}: the layers differ from each other in their ${key}.`);
  }

  /** Null where the key is absent or no list. */
  optionalFlags(key: string): boolean[] | null {
    const value = this.#values.get(key);
    if (!Array.isArray(value)) return null;
    return value.map((item) =>
      typeof item === "boolean" ? item : this.#wrong(key, "a list of true and false"),
    );
  }

  optionalStrings(key: string): string[] | null {
    const value = this.#values.get(key);
    if (value === undefined) return null;
    if (!Array.isArray(value)) return this.#wrong(key, "a list");
    return value.map((item) => (typeof item === "string" ? item : this.#wrong(key, "a list of strings")));
  }

  optionalNumbers(key: string): number[] | null {
    const value = this.#values.get(key);
    if (value === undefined) return null;
    if (!Array.isArray(value)) return this.#wrong(key, "a list");
    return value.map((item) => (typeof item === "number" ? item : this.#wrong(key, "a list of numbers")));
  }

  #absent(key: string): never {
    throw badCheckpoint(`${this.#file} lacks the entry ${key}.`);
  }

  #wrong(key: string, expected: string): never {
    throw badCheckpoint(`${this.#file}: the entry ${key} is not ${expected}.`);
  }
}
