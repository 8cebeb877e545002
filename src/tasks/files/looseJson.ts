import { DEEPEST, JsonFault } from "../../protocol/boundedJson.ts";

/** A value of a text, and the line on which it begins. */
export interface PlacedValue {
  line: number;
  value: unknown;
}

/**
 * The lists and objects in a text that is nearly JSON, in their order: as Python, NumPy or JavaScript print them ('a',
 * None, NaN, tuples, `array([[0 1]])`, names without quotes), with comments, a comma after the last one or none between,
 * one behind the other, and with words around them. Linear in the text.
 *
 * @param most lists and objects
 * @throws JsonFault at the first thing within a value that is none of these
 */
export function looseJson(text: string, most: number): PlacedValue[] {
  const reader = new LooseReader(text, most);
  const values: PlacedValue[] = [];
  while (reader.toNextValue()) {
    const { line } = reader;
    values.push({ line, value: reader.value() });
  }
  return values;
}

/** What stands between values and is no part of them: among it quote marks of a reply, and what nobody sees. */
const BETWEEN = /(?:[\s,;>]|\p{Cf})+|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\\(?=\s)/uy;
/** A piece of the text around values. */
const PROSE = /[^[{#/]+|\/(?![/*])/y;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])/y;
const WORD = /[-+]?[\p{L}_$][\p{L}\p{N}_$.]*/uy;
const CALL = /\s*\(/y;
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...["true", "True"].map((word) => [word, true] as const),
  ...["false", "False"].map((word) => [word, false] as const),
  ...["null", "None", "undefined", "NaN", "nan", "Infinity", "inf"].map((word) => [word, null] as const),
]);
/** Opening to closing quotation marks; whatever a text program made of straight ones. */
const QUOTES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ["“", "“”"],
  ["”", "“”"],
  ["„", "“”"],
  ["‘", "‘’"],
  ["’", "‘’"],
]);
const CLOSING: ReadonlyMap<string, string> = new Map([
  ["[", "]"],
  ["(", ")"],
]);
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["b", "\b"],
  ["f", "\f"],
  ["\n", ""],
]);

class LooseReader {
  private at = 0;
  private lines = 1;
  private counted = 0;
  private count = 0;
  private depth = 0;

  private readonly text: string;
  private readonly most: number;

  constructor(text: string, most: number) {
    this.text = text;
    this.most = most;
  }

  /** Of the place that has been reached, from one. */
  get line(): number {
    for (; this.counted < this.at; this.counted++) if (this.text[this.counted] === "\n") this.lines++;
    return this.lines;
  }

  /** Goes to where the next list or object begins. @returns whether there is one */
  toNextValue(): boolean {
    while (this.take(PROSE) !== "" || this.take(BETWEEN) !== "");
    return this.at < this.text.length;
  }

  value(): unknown {
    const opening = this.text[this.at] ?? "";
    if (opening === "{") return this.within(() => this.object());
    const closing = CLOSING.get(opening);
    if (closing !== undefined) return this.within(() => this.list(closing));
    if (QUOTES.has(opening)) return this.string();
    const number = this.take(NUMBER);
    if (number !== "") return Number(number);
    return this.named(this.take(WORD));
  }

  private within<T>(read: () => T): T {
    if (++this.count > this.most) throw new JsonFault(`it holds more than ${this.most} lists and objects`);
    if (++this.depth > DEEPEST)
      throw new JsonFault(`it holds lists within each other, more than ${DEEPEST} deep`);
    this.at++;
    const value = read();
    this.depth--;
    return value;
  }

  private list(closing: string): unknown[] {
    const items: unknown[] = [];
    for (;;) {
      this.skip();
      if (this.text[this.at] === closing) break;
      items.push(this.value());
    }
    this.at++;
    return items;
  }

  private object(): unknown {
    const entries: [string, unknown][] = [];
    for (;;) {
      this.skip();
      if (this.text[this.at] === "}") break;
      const from = this.at;
      const key = QUOTES.has(this.text[from] ?? "") ? this.string() : this.take(WORD) || this.take(NUMBER);
      if (this.at === from) throw this.fault();
      this.skip();
      if (this.text[this.at] !== ":") throw this.fault();
      this.at++;
      this.skip();
      entries.push([key, this.value()]);
    }
    this.at++;
    // Not `Object.assign`: a key may be "__proto__".
    return Object.fromEntries(entries);
  }

  /** A word is a constant, the kind of a text (u'…') or a call, which stands for its first argument. */
  private named(word: string): unknown {
    const constant = word.replace(/^[-+]/, "");
    if (WORDS.has(constant)) return WORDS.get(constant);
    if (/^[rbuf]{1,2}$/i.test(word) && QUOTES.has(this.text[this.at] ?? "")) return this.string();
    if (word === "" || this.take(CALL) === "") throw this.fault();
    this.at--;
    const args = this.within(() => this.args());
    return args[0];
  }

  /** Of a call; those with a name ("dtype=int64") say nothing of the value. */
  private args(): unknown[] {
    const args: unknown[] = [];
    for (;;) {
      this.skip();
      if (this.text[this.at] === ")") break;
      if (this.take(/[\w.]+\s*=\s*/y) !== "") this.take(/[^,()]*(?:\([^()]*\))?/y);
      else args.push(this.value());
    }
    this.at++;
    return args;
  }

  private string(): string {
    const { text } = this;
    const closing = QUOTES.get(text[this.at]!)!;
    const parts: string[] = [];
    let from = ++this.at;
    while (!closing.includes(text[this.at] ?? "\n\n")) {
      if (this.at >= text.length) throw this.fault();
      if (text[this.at] === "\\") {
        parts.push(text.slice(from, this.at), this.escape());
        from = this.at;
      } else this.at++;
    }
    parts.push(text.slice(from, this.at));
    this.at++;
    return parts.join("");
  }

  private escape(): string {
    const code = this.take(/\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})/y);
    if (code !== "") return String.fromCharCode(Number.parseInt(code.slice(2), 16));
    const letter = this.text[this.at + 1] ?? "";
    this.at += 2;
    return ESCAPES.get(letter) ?? letter;
  }

  /** Goes to what is no space and no comment. */
  private skip(): void {
    while (this.take(BETWEEN) !== "");
  }

  /** Moves over what the sticky pattern finds here. */
  private take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private fault(): JsonFault {
    const { line } = this;
    if (this.at >= this.text.length) return new JsonFault("it ends within a list, an object or a text");
    const here = this.text.slice(this.at, this.at + 20).trim();
    return new JsonFault(`line ${line} is not JSON (at “${here}”)`);
  }
}
