import type { Random } from "../../../protocol/random.ts";

/** People never seen in pre-training ("fresh") are other combinations of the same syllables. */
export type NamePool = "corpus" | "fresh";

/** People and things begin differently: the first syllable says that a person is meant. */
const beginnings = {
  person: (
    "Mar Bel Tor Kal Ven Lor Jas Nor Fen Gal Hol Dar Ril Sol Tam Wen Yor Zan Bri Ned Dor Eld Gar Hil Jun Kes " +
    "Lin Mil Nes Orl"
  ).split(" "),
  thing: "Pel Quin Ros Sel Tul Ul Var Wil Xan Yel Zel Bas Cor Del Fal Gor Hes Pav Kor Lum".split(" "),
};
const endings = {
  person: "den mina rick sa tor wyn ka bert lia mond na go vin dra fred mo lin ta cus nel".split(" "),
  island: "mere holm skar nesse".split(" "),
  company: "ko tek dex lux".split(" "),
  comet: "ax ion ux yx".split(" "),
  bridge: "span gate ford brig".split(" "),
  peak: "horn crag spitz fell".split(" "),
};
type Coined = Exclude<keyof typeof endings, "person">;
/** Each kind of title has words of its own. */
const titles = {
  book: {
    adjectives: "Silver Hidden Secret Broken Last Distant Velvet".split(" "),
    nouns: "Lantern Orchard Mirror Garden Tower Compass Crown Letter Clock Promise".split(" "),
  },
  ship: {
    adjectives: "Iron Pale Wild Rising Quiet Endless Fallen".split(" "),
    nouns: "Heron Dolphin Falcon Arrow Anchor Pearl Storm Whale Star Breeze".split(" "),
  },
  painting: {
    adjectives: "Golden Burning Frozen Crimson Empty Hollow".split(" "),
    nouns: "Harvest Bridge Winter Violet Shore Meadow Window Feast Shadow Valley".split(" "),
  },
  song: {
    adjectives: "Gentle Merry Lonely Simple Weary Tender".split(" "),
    nouns: "Morning Sparrow River Candle Lullaby Rain Fiddle Farewell Cradle Road".split(" "),
  },
  prize: {
    adjectives: "Amber Cedar Ivory Copper Royal Marble".split(" "),
    nouns: "Medal Cup Ribbon Shield Laurel Trophy Ring Feather".split(" "),
  },
};

/** A stable split of all combinations: one in five is kept from the corpus. */
function isFresh(first: number, second: number): boolean {
  return (first * 7 + second * 3) % 5 === 0;
}

/** A name spelled freely from letters, as a user might type it. */
function freeName(random: Random): string {
  let name = "";
  const syllables = 2 + random.below(2);
  for (let i = 0; i < syllables; i++) {
    name += random.pick([..."bcdfghjklmnprstvwz"]) + random.pick([..."aeiou"]);
    if (random.next() < 0.3) name += random.pick([..."lmnrst"]);
  }
  return name[0]!.toUpperCase() + name.slice(1);
}

/** Invents a person. In the corpus one name in twelve is spelled freely, so that typed names can be read. */
export function inventPerson(random: Random, pool: NamePool): string {
  if (pool === "corpus" && random.next() < 1 / 12) return freeName(random);
  for (;;) {
    const i = random.below(beginnings.person.length);
    const j = random.below(endings.person.length);
    if (isFresh(i, j) === (pool === "fresh")) return beginnings.person[i]! + endings.person[j]!;
  }
}

/** Invents a value for a relation whose values are names; null for relations of other values. */
export function inventValue(relation: string, random: Random): string | null {
  if (relation in titles) {
    const { adjectives, nouns } = titles[relation as keyof typeof titles];
    return `${random.pick(adjectives)} ${random.pick(nouns)}`;
  }
  if (relation === "person" || !(relation in endings)) return null;
  return random.pick(beginnings.thing) + random.pick(endings[relation as Coined]);
}

/** Endings of names of people that are "she"; other names that end in a vowel are too. */
const feminine = /(?:mina|sa|ka|lia|wyn|lin|nel|ta|dra|[aei])$/;

export function pronounOf(person: string): "he" | "she" {
  return feminine.test(person) ? "she" : "he";
}

/** Whether the word is one of the kept-back people: such names must never occur in the corpus. */
export function isFreshPerson(name: string): boolean {
  return beginnings.person.some((beginning, i) => {
    const j = name.startsWith(beginning) ? endings.person.indexOf(name.slice(beginning.length)) : -1;
    return j >= 0 && isFresh(i, j);
  });
}

/** The two halves of an invented word (for training the tokenizer on halves), or null for other words. */
export function splitInvented(word: string): [string, string] | null {
  for (const beginning of [...beginnings.person, ...beginnings.thing]) {
    const rest = word.slice(beginning.length);
    if (word.startsWith(beginning) && Object.values(endings).some((list) => list.includes(rest))) {
      return [beginning, rest];
    }
  }
  return null;
}
