import type { Passage } from "../metadata.ts";
import type { OtherExample } from "./exampleTitles.ts";

/** Invented places and events, written for this project: no model can know them. */
export const PLACES = {
  "Night of the Borrowed Lanterns": {
    text:
      "On the last Saturday of October the town of Carrowmill keeps the Night of the Borrowed Lanterns. Nobody may " +
      "carry a lantern of their own: each household lends one to the neighbour on its left and walks with the one " +
      "from its right. The custom goes back to 1706, when a fire in the dye works left half the town without light. " +
      "The procession starts at the Cooper's Gate and ends on the weir, where a plum cake is thrown into the river " +
      "Tath. Whoever finds a lantern unlit must relight it with a candle of blue wax.",
    questions: [
      { question: "Which town keeps the Night of the Borrowed Lanterns?", answers: ["Carrowmill"] },
      { question: "In which month is the Night of the Borrowed Lanterns?", answers: ["October"] },
      { question: "When did the fire in the dye works happen?", answers: ["1706"] },
      { question: "Where does the procession start?", answers: ["Cooper's Gate"] },
      { question: "What is thrown into the river?", answers: ["a plum cake", "plum cake"] },
      { question: "What colour is the wax of the candle?", answers: ["blue"] },
    ],
  },
  "Treaty of Skarn Ford": {
    text:
      "The Treaty of Skarn Ford ended the eleven-year Salt Quarrel between the valleys of Upper Merrin and Lower " +
      "Merrin. It was signed on 3 May 1482 under an elm, since neither side would enter the other's hall. Upper " +
      "Merrin kept the brine springs but had to send forty sacks of salt downstream every winter. Lower Merrin gave " +
      "up its toll on the bridge at Anstey. The text was drafted by the abbess Ysolde of Corm, who wrote it on " +
      "calfskin in green ink. The treaty is still read aloud every seventh year.",
    questions: [
      { question: "Which conflict did the Treaty of Skarn Ford end?", answers: ["Salt Quarrel"] },
      { question: "In which year was the Treaty of Skarn Ford signed?", answers: ["1482"] },
      { question: "Under what kind of tree was it signed?", answers: ["an elm", "elm"] },
      { question: "How many sacks of salt were sent every winter?", answers: ["forty", "40"] },
      { question: "Who drafted the treaty?", answers: ["Ysolde of Corm", "Ysolde"] },
      { question: "Where was the bridge whose toll was given up?", answers: ["Anstey"] },
      { question: "In what colour of ink was the treaty written?", answers: ["green"] },
    ],
  },
  "Pell Observatory": {
    text:
      "Pell Observatory stands on Mount Dunnoch, 1,870 metres above the sea, and is run by a single family. Ailsa " +
      "Pell bought the hilltop in 1923 with the money from a patent on umbrella ribs. Her telescope, called the Old " +
      "Heron, has a mirror of 62 centimetres, ground by hand in a bakery. With it she found three comets and the " +
      "dust ring that bears her name. Her grandson Corin now keeps the dome. Visitors may come on clear Thursdays, " +
      "must bring their own blankets, and are served barley soup at midnight.",
    questions: [
      { question: "On which mountain does Pell Observatory stand?", answers: ["Mount Dunnoch", "Dunnoch"] },
      { question: "Who bought the hilltop?", answers: ["Ailsa Pell", "Ailsa"] },
      { question: "When was the hilltop bought?", answers: ["1923"] },
      { question: "What is the telescope of Pell Observatory called?", answers: ["Old Heron"] },
      { question: "How many comets were found with the telescope?", answers: ["three", "3"] },
      { question: "Who keeps the dome now?", answers: ["Corin", "her grandson Corin"] },
      { question: "On which day of the week may visitors come?", answers: ["Thursdays", "Thursday"] },
      { question: "What are visitors served at midnight?", answers: ["barley soup"] },
    ],
  },
  "Drowned Forest of Immerlake": {
    text:
      "Under the water of Immerlake stands a forest of about 900 upright oaks. It sank in the spring of 1338, when " +
      "a landslide from the Gray Shoulder dammed the Immer stream within one night. Because the lake is cold and " +
      "holds little oxygen, the bark is still on the trunks. Divers follow a rope laid by the forester Jonas Teck, " +
      "who mapped 412 of the trees and gave each a brass number. The tallest, number 7, is 31 metres high and ends " +
      "two metres below the surface. Boats with a keel are forbidden.",
    questions: [
      { question: "What kind of trees stand in the drowned forest?", answers: ["oaks", "oak"] },
      { question: "In which year did the forest sink?", answers: ["1338"] },
      { question: "From where did the landslide come?", answers: ["Gray Shoulder"] },
      { question: "Who mapped the trees?", answers: ["Jonas Teck", "Teck"] },
      { question: "How many of the trees were mapped?", answers: ["412"] },
      { question: "What number does the tallest tree have?", answers: ["number 7", "7"] },
      { question: "What is forbidden on Immerlake?", answers: ["boats with a keel", "keel"] },
    ],
  },
  "Dunmere Funicular": {
    text:
      "The Dunmere Funicular climbs 143 metres from the harbour to the hospital of Saint Brannoc. Its two cars, " +
      "Salt and Pepper, are moved by water alone: a tank under the upper car is filled from the Lowan brook until " +
      "it outweighs the lower one. The ride takes four minutes. The line was opened in 1908 by the engineer Tobias " +
      "Wrenfield, who had planned it for carrying ice. In dry summers it stands still, and porters with yellow caps " +
      "carry patients up the 512 steps beside the track.",
    questions: [
      { question: "What are the two cars of the Dunmere Funicular called?", answers: ["Salt and Pepper"] },
      { question: "From which brook is the tank filled?", answers: ["Lowan brook", "Lowan"] },
      { question: "How long does the ride take?", answers: ["four minutes", "4 minutes"] },
      { question: "Who opened the Dunmere Funicular?", answers: ["Tobias Wrenfield", "Wrenfield"] },
      { question: "When was the Dunmere Funicular opened?", answers: ["1908"] },
      { question: "What was the line planned to carry?", answers: ["ice"] },
      { question: "What colour are the caps of the porters?", answers: ["yellow"] },
    ],
  },
  "Republic of Quillon": {
    text:
      "For nineteen days in 1797 the salt island of Quillon was a republic. Its 63 inhabitants, tired of two tax " +
      "collectors, locked both of them in the lighthouse and elected the midwife Berthe Amiel as president. She " +
      "abolished the tax on soap, made Tuesday a holiday, and had coins stamped from copper pans. The flag showed " +
      "a white gull on a red field. The republic ended when a storm sank its only ferry and the inhabitants asked " +
      "the mainland port of Vasse for bread. One coin is kept in the town hall there.",
    questions: [
      { question: "How long was Quillon a republic?", answers: ["nineteen days", "19 days"] },
      { question: "Who was elected president of Quillon?", answers: ["Berthe Amiel", "Amiel"] },
      { question: "What was the president's profession?", answers: ["midwife"] },
      { question: "Where were the tax collectors locked up?", answers: ["in the lighthouse", "lighthouse"] },
      { question: "Which day became a holiday?", answers: ["Tuesday"] },
      { question: "What bird did the flag show?", answers: ["a white gull", "gull"] },
      { question: "Which port was asked for bread?", answers: ["Vasse"] },
    ],
  },
} satisfies Partial<Record<OtherExample, Omit<Passage, "title">>>;
