import { unsupported } from "../checkpointError.ts";

const MAX_LENGTH = 4000;
/** Real pre-tokenizers have two or three in a row. */
const MAX_UNBOUNDED = 6;

/**
 * Refuses a foreign regular expression that could run for ages on an ordinary text. JavaScript's engine cannot be
 * stopped, so what makes it slow is not let in: a repeated group that holds a repetition or a choice itself ("(a+)+",
 * "(a|b)*"), a back reference, or many repetitions one after the other. Throws "unsupported".
 */
export function requireTamePattern(pattern: string, file: string): void {
  const refuse = (what: string) =>
    unsupported(
      `${file}: the pattern “${pattern.slice(0, 80)}${pattern.length > 80 ? "…" : ""}” ${what}, so that it could run without end.`,
      "Ask whoever made the file, or choose another one.",
    );
  if (pattern.length > MAX_LENGTH) throw refuse(`has ${pattern.length} characters`);
  /** Of each open group: whether it holds a repetition or a choice, and the repetitions of its branch so far. */
  const groups = [{ isRisky: false, repetitions: 0, most: 0 }];
  let closed: { isRisky: boolean; repetitions: number; most: number } | null = null;
  for (const [token] of pattern.matchAll(TOKENS)) {
    const group = groups.at(-1)!;
    if (/^\\(?:[1-9]|k<)/.test(token)) throw refuse("refers back to what it matched");
    if (token === "(") groups.push({ isRisky: false, repetitions: 0, most: 0 });
    else if (token === ")") {
      if (groups.length === 1) break;
      closed = groups.pop()!;
      closed.most = Math.max(closed.most, closed.repetitions);
      const outer = groups.at(-1)!;
      outer.isRisky ||= closed.isRisky;
      outer.repetitions += closed.most;
      continue;
    } else if (token === "|") {
      group.isRisky = true;
      group.most = Math.max(group.most, group.repetitions);
      group.repetitions = 0;
    } else if (isRepetition(token)) {
      if (closed?.isRisky || (closed && closed.most > 0))
        throw refuse("repeats a group that repeats or chooses");
      group.repetitions += 1;
      if (group.repetitions > MAX_UNBOUNDED) throw refuse("repeats too often in a row");
    }
    closed = null;
  }
}

/** Escapes and classes as a whole, so that what is in them counts for nothing. */
const TOKENS = /\\k<[^>]*>|\\[pPu]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}[+?]?|[*+][+?]?|[\s\S]/g;

/** Without a bound, or with one as good as none. */
function isRepetition(token: string): boolean {
  if (/^[*+]/.test(token)) return true;
  const counts = /^\{(\d*)(,?)(\d*)\}/.exec(token);
  return (
    counts !== null && (counts[2] === "," && counts[3] === "" ? true : Number(counts[3] || counts[1]) > 64)
  );
}
