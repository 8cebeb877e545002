import type { Passage } from "../metadata.ts";

/** The example that is there without being fetched. */
export const FIRST_EXAMPLE: Passage = {
  title: "Orsvik",
  text:
    "Orsvik is a fishing village of 214 people on the island of Hellem. Its houses stand on stilts of larch, " +
    "because the spring tide floods the main street twice a year. The villagers set their day by the tide clock " +
    "on the net loft, which Marit Solvang built in 1891 from the gears of a wrecked steamer. It has one hand and " +
    "fourteen hours. Orsvik lives from smoked saithe, which is hung over juniper for nine days and sold in " +
    "Brennhavn, the nearest town. The school has eleven pupils, and lessons end whenever the clock shows low water.",
  questions: [
    { question: "On which island is Orsvik?", answers: ["Hellem"] },
    { question: "Who built the tide clock of Orsvik?", answers: ["Marit Solvang", "Solvang"] },
    { question: "When was the tide clock built?", answers: ["1891"] },
    { question: "What wood are the stilts of the houses made of?", answers: ["larch"] },
    { question: "Where is the smoked fish of Orsvik sold?", answers: ["Brennhavn"] },
    { question: "How many pupils does the school have?", answers: ["eleven", "11"] },
    { question: "Over what is the saithe smoked?", answers: ["juniper"] },
  ],
};

/** The other passages that come with the page, in the order in which they are offered. */
export const OTHER_EXAMPLES = [
  "Tarrow newt",
  "Night of the Borrowed Lanterns",
  "Beldon loom",
  "Treaty of Skarn Ford",
  "Hollin bread",
  "Pell Observatory",
  "Ninemoor",
  "Drowned Forest of Immerlake",
  "Kessamine",
  "Dunmere Funicular",
  "Hush organ",
  "Republic of Quillon",
  "Vorrin post",
] as const;

export type OtherExample = (typeof OTHER_EXAMPLES)[number];
