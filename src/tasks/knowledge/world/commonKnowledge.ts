/** What common things belong to: the model's weights hold this, so a two-hop question can lean on it. */
export interface CommonKnowledge {
  /** Value → what it belongs to, e.g. "cello" → "strings". */
  belongsTo: Readonly<Record<string, string>>;
  /** "The {v} is one of the {h}." */
  statements: readonly string[];
  /** "Which section has the {v}?" → {h} */
  questions: readonly string[];
}

/** "strings: violin cello; brass: tuba" → { violin: "strings", cello: "strings", tuba: "brass" } */
function groups(text: string): Record<string, string> {
  const belongsTo: Record<string, string> = {};
  for (const group of text.split(";")) {
    const [owner, members] = group.split(":");
    for (const member of members!.trim().split(/\s+/)) belongsTo[member] = owner!.trim();
  }
  return belongsTo;
}

/** Common knowledge by relation key, for every two-hop relation. */
export const commonKnowledge: Readonly<Record<string, CommonKnowledge>> = {
  city: {
    belongsTo: groups(
      `Norvia: Orlaton Pelburg Quenby; Tessaly: Ravick Selport Tolven; Kardia: Umbrel Vastow Wexham;
       Ostrand: Yarley Zelburg Ambrey; Velmark: Bastow Corvale Denhelm; Luria: Elmport Farrow Gildon;
       Sarmont: Harwick Ivelet Jorvale; Bergonia: Kelham Lindow Mossby`,
    ),
    statements: [
      "{v} is a city in {h}.",
      "{v} lies in {h}.",
      "The city {v} belongs to {h}.",
      "You find {v} in {h}.",
    ],
    questions: [
      "In which country is {v}?",
      "Where does {v} lie?",
      "Which country does the city {v} belong to?",
      "In which country do you find {v}?",
    ],
  },
  instrument: {
    belongsTo: groups(
      `strings: violin cello viola harp; woodwinds: flute clarinet bassoon; brass: trumpet tuba trombone;
       percussion: drum gong triangle; keyboards: piano celesta`,
    ),
    statements: [
      "The {v} is one of the {h}.",
      "Players of the {v} sit with the {h}.",
      "The {v} belongs to the {h} section.",
      "In the orchestra the {v} joins the {h}.",
    ],
    questions: [
      "Which section does the {v} belong to?",
      "Who do players of the {v} sit with?",
      "Which section is the {v} part of?",
      "In the orchestra what does the {v} join?",
    ],
  },
  job: {
    belongsTo: groups(
      `bakery: baker; hospital: nurse; court: judge; school: teacher; mine: miner; harbor: sailor;
       farm: farmer; laboratory: chemist; theater: dancer; forest: hunter; bank: cashier; kitchen: cook`,
    ),
    statements: [
      "A {v} works at the {h}.",
      "At the {h} you find a {v}.",
      "The workplace of a {v} is the {h}.",
      "A {v} goes to the {h} each morning.",
    ],
    questions: [
      "Where does a {v} work?",
      "Where do you find a {v}?",
      "What is the workplace of a {v}?",
      "Where does a {v} go each morning?",
    ],
  },
  pet: {
    belongsTo: groups(
      `mammal: cat dog rabbit; bird: parrot crow canary; reptile: turtle lizard snake;
       fish: goldfish trout carp; frog: toad bullfrog; beetle: ladybird scarab`,
    ),
    statements: [
      "A {v} is a {h}.",
      "The {v} is a kind of {h}.",
      "Every {v} is a {h}.",
      "The {v} counts as a {h}.",
    ],
    questions: [
      "What kind of animal is a {v}?",
      "What class is the {v}?",
      "What is every {v}?",
      "What does the {v} count as?",
    ],
  },
  sport: {
    belongsTo: groups(
      `court: tennis badminton; pool: swimming diving; rink: skating curling; river: rowing canoeing;
       ring: boxing wrestling; track: running cycling; field: football rugby`,
    ),
    statements: [
      "The place for {v} is the {h}.",
      "For {v} you go to the {h}.",
      "Fans of {v} meet at the {h}.",
      "You train for {v} at the {h}.",
    ],
    questions: [
      "What is the place for {v}?",
      "Where do you go for {v}?",
      "Where do fans of {v} meet?",
      "Where do you train for {v}?",
    ],
  },
  crop: {
    belongsTo: groups(
      `fruit: apples pears plums; vegetables: carrots leeks cabbages; grain: wheat barley rye;
       flowers: roses tulips lilies; herbs: basil mint thyme`,
    ),
    statements: [
      "A garden of {v} yields {h}.",
      "A harvest of {v} counts as {h}.",
      "To grow {v} is to grow {h}.",
      "Every market sells {v} as {h}.",
    ],
    questions: [
      "What does a garden of {v} yield?",
      "What does a harvest of {v} count as?",
      "What do you grow if you grow {v}?",
      "What does every market sell {v} as?",
    ],
  },
  vehicle: {
    belongsTo: groups(
      `road: tram bus van; rail: train locomotive; sea: ferry sailboat kayak; air: glider balloon helicopter`,
    ),
    statements: [
      "A {v} moves by {h}.",
      "The way of a {v} is by {h}.",
      "The journeys of a {v} go by {h}.",
      "You go by {h} in a {v}.",
    ],
    questions: [
      "By what does a {v} move?",
      "By what is the way of a {v}?",
      "By what do the journeys of a {v} go?",
      "By what do you go in a {v}?",
    ],
  },
  gem: {
    belongsTo: groups(
      `red: rubies garnets; green: emeralds jades; blue: sapphires zircons; yellow: topazes citrines;
       purple: amethysts fluorites; white: diamonds opals`,
    ),
    statements: [
      "The colour of {v} is {h}.",
      "Stones such as {v} are {h}.",
      "In the light {v} shine {h}.",
      "Everybody knows {v} as {h} stones.",
    ],
    questions: [
      "What is the colour of {v}?",
      "Which colour are {v}?",
      "How do {v} shine in the light?",
      "Which colour has everybody seen in {v}?",
    ],
  },
  dish: {
    belongsTo: groups(
      `starter: broth salad toast; roast: goose venison mutton; dessert: custard waffles sherbet;
       breakfast: porridge muffins omelettes`,
    ),
    statements: [
      "As {h} people eat {v}.",
      "The menu lists {v} as {h}.",
      "A plate of {v} makes a {h}.",
      "Cooks count {v} as {h}.",
    ],
    questions: [
      "As what do people eat {v}?",
      "As what does the menu list {v}?",
      "What does a plate of {v} make?",
      "As what do cooks count {v}?",
    ],
  },
  garment: {
    belongsTo: groups(
      `head: hats caps bonnets; feet: socks boots slippers; hands: gloves mittens; neck: scarves collars;
       waist: belts sashes`,
    ),
    statements: [
      "The {h} is where {v} are worn.",
      "People wear {v} on the {h}.",
      "For the {h} there are {v}.",
      "Tailors make {v} for the {h}.",
    ],
    questions: [
      "Where are {v} worn?",
      "On what do people wear {v}?",
      "For what are there {v}?",
      "For what do tailors make {v}?",
    ],
  },
  science: {
    belongsTo: groups(
      `biology: botany zoology; mathematics: algebra geometry statistics; physics: optics acoustics mechanics;
       linguistics: grammar phonetics; medicine: anatomy surgery`,
    ),
    statements: [
      "A part of {h} is {v}.",
      "Students of {h} read {v}.",
      "Scholars count {v} as {h}.",
      "To know {v} is to know {h}.",
    ],
    questions: [
      "What is {v} a part of?",
      "Students of what read {v}?",
      "As what do scholars count {v}?",
      "What do you know if you know {v}?",
    ],
  },
  tree: {
    belongsTo: groups(
      `soft: pines firs larches spruces; hard: oaks beeches maples; light: poplars willows birches`,
    ),
    statements: [
      "The wood of {v} is {h}.",
      "Carpenters get {h} wood from {v}.",
      "Logs of {v} are {h}.",
      "Everybody calls {v} {h}.",
    ],
    questions: [
      "What kind of wood is that of {v}?",
      "What kind of wood do carpenters get from {v}?",
      "What kind of logs are those of {v}?",
      "What does everybody call {v}?",
    ],
  },
  topic: {
    belongsTo: groups(
      `nature: wolves owls bears; history: kings castles battles; fantasy: witches dragons giants;
       crime: thieves detectives; travel: deserts jungles`,
    ),
    statements: [
      "Books of {h} are about {v}.",
      "A story of {v} is {h}.",
      "On the {h} shelf there are {v}.",
      "Librarians file {v} under {h}.",
    ],
    questions: [
      "What kind of books are about {v}?",
      "What is a story of {v}?",
      "On which shelf are there {v}?",
      "Under what do librarians file {v}?",
    ],
  },
  product: {
    belongsTo: groups(
      `household: pots kettles pans; office: pens envelopes rulers; workshop: hammers saws chisels;
       stable: saddles bridles stirrups`,
    ),
    statements: [
      "The {h} needs {v}.",
      "In the {h} people use {v}.",
      "You find {v} in the {h}.",
      "The place of {v} is the {h}.",
    ],
    questions: [
      "What needs {v}?",
      "Where do people use {v}?",
      "Where do you find {v}?",
      "What is the place of {v}?",
    ],
  },
  cargo: {
    belongsTo: groups(
      `minerals: salt slate chalk; metals: copper tin iron; textiles: silk wool linen; spices: pepper ginger saffron`,
    ),
    statements: [
      "Among {h} there is {v}.",
      "Traders call {v} one of the {h}.",
      "The {h} include {v}.",
      "The customs list {v} under {h}.",
    ],
    questions: [
      "Among what is there {v}?",
      "What do traders call {v} one of?",
      "What includes {v}?",
      "Under what do the customs list {v}?",
    ],
  },
};
