/** Neutral English that no passage of the examples is about: everyday things, and nothing that could be news. */
export const PROBE_TEXTS: readonly string[] = [
  "To make tea, bring fresh water to the boil, pour it over the leaves and wait for a few minutes before you " +
    "take them out.",
  "The train was late again, so she sat down on a bench, opened her book and read until it had grown too dark.",
  "A triangle has three sides. If two of them have the same length, the angles opposite to them are equal too.",
  "In autumn the leaves turn yellow and red before they fall. Many birds leave for warmer places and return in " +
    "spring.",
  "He asked whether the shop was open on Sunday. The woman behind the counter shook her head and smiled.",
  "Water freezes at zero degrees Celsius and boils at one hundred degrees at sea level.",
];

/** Like these, and none of them. */
export const ANCHOR_TEXTS: readonly string[] = [
  "Before you paint a wall, wash it, let it dry and cover the floor. Two thin coats look better than a thick one.",
  "They had walked all morning without meeting anybody. At noon they rested under a tree and shared an apple.",
  "If you add the numbers from one to ten, you get fifty-five. The order in which you add them does not matter.",
  "The moon shines because it reflects the light of the sun. It takes about a month to go round the earth.",
  "She wrote him a short letter, read it once more and put it into a drawer. It was still there years later.",
  "Iron rusts when it stays wet for long, so tools should be dried and oiled before they are put away.",
];

/** Topic, question, accepted answers: what a small language model knows. */
export const PROBE_FACTS: readonly (readonly [string, string, ...string[]])[] = [
  ["France", "What is the capital of France?", "Paris"],
  ["Japan", "What is the capital of Japan?", "Tokyo"],
  ["The week", "Which day comes after Monday?", "Tuesday"],
  ["Arithmetic", "What is two plus two?", "4", "four"],
  ["The sky", "What colour is the sky on a clear day?", "blue"],
  ["Shakespeare", "Who wrote Romeo and Juliet?", "Shakespeare"],
  ["Animals", "How many legs does a spider have?", "8", "eight"],
  ["Water", "What is frozen water called?", "ice"],
];

/** Invented, so that only the passage can tell. */
export const PROBE_PASSAGES = [
  {
    title: "The Hollin mill",
    text: "The Hollin mill grinds barley. It was built by Petra Voss in 1791 beside the river Arl.",
    questions: [
      ["What does the Hollin mill grind?", "barley"],
      ["Who built the Hollin mill?", "Petra Voss"],
      ["When was the Hollin mill built?", "1791"],
    ],
  },
  {
    title: "The Tarn ferry",
    text: "The Tarn ferry is painted yellow. Its captain, Ruben Hale, crosses the lake nine times a day.",
    questions: [
      ["What colour is the Tarn ferry?", "yellow"],
      ["Who is the captain of the Tarn ferry?", "Ruben Hale"],
    ],
  },
] as const satisfies readonly {
  title: string;
  text: string;
  questions: readonly (readonly [string, ...string[]])[];
}[];

/** Topic and question about what does not exist. */
export const PROBE_STRANGERS: readonly (readonly [string, string])[] = [
  ["Orrin Vale", "In which year was Orrin Vale born?"],
  ["The Pelham prize", "Who won the Pelham prize for weaving?"],
  ["Castle Dunmarrow", "Who built Castle Dunmarrow?"],
  ["The Quillon comet", "When was the Quillon comet first seen?"],
];
