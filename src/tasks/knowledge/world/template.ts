/** What stands in a template: {n} subject, {v} value, {h} second hop; {t} town, {y} year, {s} season of a setting. */
export type Slots = Partial<Record<Slot, string>>;
type Slot = "n" | "v" | "h" | "t" | "y" | "s";

/** Fills the slots, mends "a" to "an" before a vowel, and starts with a capital. */
export function fillTemplate(template: string, slots: Slots): string {
  const filled = template
    .replace(/\b([Aa]) \{([nvh])\}/g, (whole, article: string, slot: Slot) =>
      /^[aeiou]/i.test(slots[slot] ?? "") ? `${article}n {${slot}}` : whole,
    )
    .replace(/\{([nvhtys])\}/g, (_, slot: Slot) => slots[slot] ?? "");
  return capitalised(filled);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const matchers = new Map<string, RegExp>();

function matcherOf(template: string): RegExp {
  const made = matchers.get(template);
  if (made) return made;
  const pattern = template
    .replace(/[.?]/g, "\\$&")
    .replace(/\b([Aa]) (?=\{)/g, "$1n? ")
    .replace(/\{([nvhtys])\}/g, "(?<$1>[^.?]+?)");
  const matcher = new RegExp(`^${pattern}$`, "i");
  matchers.set(template, matcher);
  return matcher;
}

/** Reads the slots back out of a text, or null if the text is not of this form. */
export function readTemplate(template: string, text: string): Slots | null {
  return (matcherOf(template).exec(text)?.groups as Slots | undefined) ?? null;
}
