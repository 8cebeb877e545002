import type { Passage } from "../metadata.ts";
import type { OtherExample } from "./exampleTitles.ts";

/** Invented animals, machines, dishes and games, written for this project: no model can know them. */
export const THINGS = {
  "Tarrow newt": {
    text:
      "The Tarrow newt is a pale amphibian that lives only in the flooded slate mine of Gellan. It grows to eleven " +
      "centimetres and has a copper stripe along its back. Instead of hunting, it grazes on a film of iron bacteria, " +
      "which colours its belly orange. Females lay a single egg, on a thread fixed to the roof of the tunnel, and " +
      "guard it for five months. The species was described in 1964 by the mine doctor Edda Kvist, who had taken it " +
      "for a root. About 260 animals are left; their enemy is the otter.",
    questions: [
      { question: "Where does the Tarrow newt live?", answers: ["slate mine of Gellan", "Gellan"] },
      { question: "What colour is the stripe on the Tarrow newt's back?", answers: ["copper"] },
      { question: "What does the Tarrow newt eat?", answers: ["iron bacteria"] },
      { question: "How long do females guard the egg?", answers: ["five months", "5 months"] },
      { question: "Who described the Tarrow newt?", answers: ["Edda Kvist", "Kvist"] },
      { question: "In which year was the Tarrow newt described?", answers: ["1964"] },
      { question: "What is the enemy of the Tarrow newt?", answers: ["the otter", "otter"] },
    ],
  },
  "Beldon loom": {
    text:
      "The Beldon loom weaves ribbon with a knot in every crossing, so that a cut ribbon does not fray. It was " +
      "invented in 1829 by Harriet Beldon, a clockmaker's daughter from Ashcombe, who used 48 bent watch springs as " +
      "fingers. One weaver could make six metres an hour. The navy of Parthow bought 300 of the looms for its signal " +
      "flags, and sailors called the cloth stubborn tape. Production stopped in 1874, when the only factory burned. " +
      "Two looms still work; one of them stands in the museum of Lowe.",
    questions: [
      { question: "Who invented the Beldon loom?", answers: ["Harriet Beldon"] },
      { question: "When was the Beldon loom invented?", answers: ["1829"] },
      { question: "What did the inventor use as fingers?", answers: ["watch springs", "bent watch springs"] },
      { question: "What did sailors call the cloth?", answers: ["stubborn tape"] },
      { question: "Whose navy bought the looms?", answers: ["Parthow"] },
      {
        question: "Why did production stop in 1874?",
        answers: ["the only factory burned", "factory burned"],
      },
      { question: "Where is the museum with a working loom?", answers: ["Lowe"] },
    ],
  },
  "Hollin bread": {
    text:
      "Hollin bread is a dark loaf from the Pirrin hills, baked without yeast. The dough of rye flour, boiled " +
      "chestnuts and buttermilk is wrapped in cabbage leaves and left in warm ash for fourteen hours. Bakers tap " +
      "the loaf with a hazel stick: when it sounds like a drum, it is done. A spoonful of spruce honey is pressed " +
      "into the middle, so the first slice is given to the youngest guest. The bread keeps for three weeks. In " +
      "Pirrin a wedding without Hollin bread is said to bring rain.",
    questions: [
      { question: "Which flour is Hollin bread made of?", answers: ["rye flour", "rye"] },
      { question: "In what leaves is the dough wrapped?", answers: ["cabbage leaves", "cabbage"] },
      { question: "How long is the dough left in ash?", answers: ["fourteen hours", "14 hours"] },
      { question: "With what do bakers tap the loaf?", answers: ["a hazel stick", "hazel stick"] },
      { question: "What is pressed into the middle of the loaf?", answers: ["spruce honey"] },
      { question: "Who is given the first slice?", answers: ["the youngest guest", "youngest guest"] },
      { question: "How long does Hollin bread keep?", answers: ["three weeks", "3 weeks"] },
    ],
  },
  Ninemoor: {
    text:
      "Ninemoor is a board game for two that shepherds of the Hask valley play on a slate with 37 holes. Each player " +
      "has nine ewes of white bone and one black dog. A ewe moves one hole forward; the dog runs in a straight line " +
      "as far as it likes but may never move twice in a row. Whoever brings five ewes into the fold in the corner " +
      "wins. A game lasts about twenty minutes. The champion of 2011, Ludo Marrack, played blindfolded and feeling " +
      "the bone with his thumb. Losing players owe the winner a pair of socks.",
    questions: [
      { question: "In which valley is Ninemoor played?", answers: ["Hask valley", "Hask"] },
      { question: "How many holes does the slate have?", answers: ["37", "thirty-seven"] },
      { question: "What are the ewes made of?", answers: ["white bone", "bone"] },
      { question: "What colour is the dog?", answers: ["black"] },
      { question: "How many ewes must be brought into the fold to win?", answers: ["five", "5"] },
      { question: "Who was the champion of 2011?", answers: ["Ludo Marrack", "Marrack"] },
      { question: "What do losing players owe the winner?", answers: ["a pair of socks", "socks"] },
    ],
  },
  Kessamine: {
    text:
      "Kessamine is a violet dye won from the shell of the marsh snail. Some 4,000 empty shells are crushed, soaked " +
      "in sour milk and left in sunlight for ten days to give one gram. The first recipe stands in a cookbook of 1553 " +
      "by the widow Oda Rell, who used the dye for icing. Later it coloured the robes of the judges of Tammersfeld. " +
      "Kessamine turns gray when it is touched by smoke, so judges were not allowed to sit near a fire. Since 1938 " +
      "the snail has been protected, and the dye is made only at the abbey of Luce.",
    questions: [
      { question: "What colour is Kessamine?", answers: ["violet"] },
      { question: "From which animal is Kessamine won?", answers: ["the marsh snail", "marsh snail"] },
      { question: "In what are the shells soaked?", answers: ["sour milk"] },
      { question: "Who wrote the first recipe for Kessamine?", answers: ["Oda Rell", "Rell"] },
      { question: "Whose robes did Kessamine colour?", answers: ["judges of Tammersfeld", "judges"] },
      { question: "What turns Kessamine gray?", answers: ["smoke"] },
      { question: "Where is the dye made since 1938?", answers: ["the abbey of Luce", "Luce"] },
    ],
  },
  "Hush organ": {
    text:
      "The hush organ is an instrument that is felt rather than heard. Its seven pipes of poplar, each nine metres " +
      "long, give notes so low that listeners notice only a trembling in the floor. It was built in 1951 for the " +
      "school for the deaf in Wendlow by Pascal Irmin, a maker of ship's whistles. Pupils sit barefoot on a floor of " +
      "thin spruce boards and guess the tune. The best-known piece, Slow Harvest, lasts forty minutes. Because the " +
      "pipes disturb bees, the organ is silent from April to June.",
    questions: [
      { question: "How many pipes does the hush organ have?", answers: ["seven", "7"] },
      { question: "Of what wood are the pipes of the hush organ?", answers: ["poplar"] },
      { question: "Who built the hush organ?", answers: ["Pascal Irmin", "Irmin"] },
      { question: "In which town is the school for the deaf?", answers: ["Wendlow"] },
      { question: "What is the best-known piece for the hush organ?", answers: ["Slow Harvest"] },
      { question: "Which animals do the pipes disturb?", answers: ["bees"] },
      { question: "When is the organ silent?", answers: ["from April to June", "April to June"] },
    ],
  },
  "Vorrin post": {
    text:
      "Until 1967 letters in the Vorrin marshes were carried by geese. A goose wore a tube of waxed felt on its left " +
      "leg and swam or walked between two huts, tempted by a bowl of lentils at each end. The service was founded by " +
      "the ferrywoman Greet Halloran, who lost her boat in the flood of 1859. Twenty-six geese covered a route of " +
      "nine kilometres; a letter took about five hours. A stamp cost two pennies and showed a feather. The last " +
      "goose, Admiral, is stuffed and hangs in the post office of Reedham Cross.",
    questions: [
      { question: "Which animals carried letters in the Vorrin marshes?", answers: ["geese", "goose"] },
      { question: "What tempted the geese at each end?", answers: ["a bowl of lentils", "lentils"] },
      { question: "Who founded the Vorrin post?", answers: ["Greet Halloran", "Halloran"] },
      { question: "When was the flood that sank the boat?", answers: ["1859"] },
      { question: "How much did a stamp cost?", answers: ["two pennies", "2 pennies"] },
      { question: "What did the stamp show?", answers: ["a feather", "feather"] },
      { question: "What was the last goose called?", answers: ["Admiral"] },
      { question: "Until which year were letters carried by geese?", answers: ["1967"] },
    ],
  },
} satisfies Partial<Record<OtherExample, Omit<Passage, "title">>>;
