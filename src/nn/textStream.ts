import type { Tokenizer } from "./tokenizer.ts";

const INCOMPLETE = "\uFFFD";

/**
 * Turns one sequence's tokens into text as they come: whole characters only, and nothing that might yet
 * turn out to be the beginning of a stop string.
 */
export class TextStream {
  private readonly tokenizer: Tokenizer;
  private readonly stop: readonly string[];
  private readonly tokens: number[] = [];
  /** Tokens from here on give the context in which the next ones are decoded. */
  private contextStart = 0;
  /** Tokens before this are in `pending` or gone out. */
  private decoded = 0;
  private pending = "";
  /** Whether a stop string has been met; nothing more is to be pushed then. */
  stopped = false;

  constructor(tokenizer: Tokenizer, stop: readonly string[]) {
    this.tokenizer = tokenizer;
    this.stop = stop.filter((text) => text.length > 0);
  }

  /** Takes the next token; returns the text that is now certain, often empty. */
  push(token: number): string {
    this.tokens.push(token);
    const before = this.tokenizer.decode(this.tokens.slice(this.contextStart, this.decoded));
    const after = this.tokenizer.decode(this.tokens.slice(this.contextStart));
    if (after.endsWith(INCOMPLETE)) return "";
    this.pending += after.slice(before.length);
    this.contextStart = this.decoded;
    this.decoded = this.tokens.length;
    const found = firstOccurrence(this.pending, this.stop);
    if (found !== null) {
      this.stopped = true;
      return this.release(found);
    }
    return this.release(this.pending.length - heldBack(this.pending, this.stop));
  }

  /** The rest, when no more tokens come: what was held back, without a last incomplete character. */
  end(): string {
    if (this.stopped) return "";
    const before = this.tokenizer.decode(this.tokens.slice(this.contextStart, this.decoded));
    const after = this.tokenizer.decode(this.tokens.slice(this.contextStart));
    this.pending += after.slice(before.length).replace(/\uFFFD+$/, "");
    return this.release(firstOccurrence(this.pending, this.stop) ?? this.pending.length);
  }

  private release(length: number): string {
    const text = this.pending.slice(0, length);
    this.pending = this.pending.slice(length);
    return text;
  }
}

function firstOccurrence(text: string, stop: readonly string[]): number | null {
  const found = stop.map((string) => text.indexOf(string)).filter((index) => index >= 0);
  return found.length ? Math.min(...found) : null;
}

/** Length of the longest ending of the text that begins a stop string. */
function heldBack(text: string, stop: readonly string[]): number {
  let longest = 0;
  for (const string of stop) {
    for (let length = Math.min(string.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(string.slice(0, length))) longest = length;
    }
  }
  return longest;
}
