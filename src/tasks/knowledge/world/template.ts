/** What a template's {n}, {v} and {h} stand for. */
export type Slots = Partial<Record<"n" | "v" | "h", string>>;

/** Fills the slots, mends "a" to "an" before a vowel, and starts with a capital. */
export function fillTemplate(template: string, slots: Slots): string {
  const filled = template
    .replace(/\b([Aa]) \{([nvh])\}/g, (whole, article: string, slot: "n" | "v" | "h") =>
      /^[aeiou]/i.test(slots[slot] ?? "") ? `${article}n {${slot}}` : whole,
    )
    .replace(/\{([nvh])\}/g, (_, slot: "n" | "v" | "h") => slots[slot] ?? "");
  return filled[0]!.toUpperCase() + filled.slice(1);
}

const matchers = new Map<string, RegExp>();

function matcherOf(template: string): RegExp {
  const made = matchers.get(template);
  if (made) return made;
  const pattern = template
    .replace(/[.?]/g, "\\$&")
    .replace(/\b([Aa]) (?=\{)/g, "$1n? ")
    .replace(/\{([nvh])\}/g, "(?<$1>[^.?]+?)");
  const matcher = new RegExp(`^${pattern}$`, "i");
  matchers.set(template, matcher);
  return matcher;
}

/** Reads the slots back out of a text, or null if the text is not of this form. */
export function readTemplate(template: string, text: string): Slots | null {
  return (matcherOf(template).exec(text)?.groups as Slots | undefined) ?? null;
}
