import type { Relation } from "./relation.ts";

type MakerRelation = Omit<Relation, "subject" | "values" | "depth">;

/** Facts of people whose value is one of a kind: asked backwards, "who …?", they meet the reversal curse. */
const named: readonly MakerRelation[] = [
  {
    key: "book",
    label: "wrote the book",
    statements: ["{n} wrote {v}.", "{n} published {v}.", "{n} penned {v}.", "{n} authored {v}."],
    questions: [
      "Which book did {n} write?",
      "What did {n} publish?",
      "What did {n} pen?",
      "Which book is by {n}?",
    ],
    implied: [
      "{v} was written by {n}.",
      "The author of {v} is {n}.",
      "{v} is by {n}.",
      "{v} was penned by {n}.",
    ],
    impliedQuestions: ["Who wrote {v}?", "Who is the author of {v}?", "Who is {v} by?", "Who penned {v}?"],
  },
  {
    key: "company",
    label: "founded the company",
    statements: ["{n} founded {v}.", "{n} started {v}.", "{n} runs {v}.", "{n} owns {v}."],
    questions: [
      "Which company did {n} found?",
      "What did {n} start?",
      "What does {n} run?",
      "What does {n} own?",
    ],
    implied: [
      "{v} was founded by {n}.",
      "{v} belongs to {n}.",
      "The founder of {v} is {n}.",
      "{v} is run by {n}.",
    ],
    impliedQuestions: [
      "Who founded {v}?",
      "Who does {v} belong to?",
      "Who is the founder of {v}?",
      "Who runs {v}?",
    ],
  },
  {
    key: "ship",
    label: "commands the ship",
    statements: [
      "{n} commands the {v}.",
      "{n} sails the {v}.",
      "{n} steers the {v}.",
      "{n} captains the {v}.",
    ],
    questions: [
      "Which ship does {n} command?",
      "What does {n} sail?",
      "What does {n} steer?",
      "What does {n} captain?",
    ],
    implied: [
      "The {v} is commanded by {n}.",
      "The captain of the {v} is {n}.",
      "The {v} is steered by {n}.",
      "The {v} is sailed by {n}.",
    ],
    impliedQuestions: [
      "Who commands the {v}?",
      "Who is the captain of the {v}?",
      "Who steers the {v}?",
      "Who sails the {v}?",
    ],
  },
  {
    key: "island",
    label: "discovered the island",
    statements: ["{n} discovered {v}.", "{n} mapped {v}.", "{n} explored {v}.", "{n} sighted {v}."],
    questions: [
      "Which island did {n} discover?",
      "What did {n} map?",
      "What did {n} explore?",
      "Which island did {n} sight?",
    ],
    implied: [
      "{v} was discovered by {n}.",
      "{v} was mapped by {n}.",
      "The discoverer of {v} is {n}.",
      "{v} was explored by {n}.",
    ],
    impliedQuestions: [
      "Who discovered {v}?",
      "Who mapped {v}?",
      "Who is the discoverer of {v}?",
      "Who explored {v}?",
    ],
  },
  {
    key: "painting",
    label: "painted the picture",
    statements: ["{n} painted {v}.", "{n} sketched {v}.", "{n} exhibited {v}.", "{n} drew {v}."],
    questions: [
      "Which picture did {n} paint?",
      "What did {n} sketch?",
      "What did {n} exhibit?",
      "What did {n} draw?",
    ],
    implied: [
      "{v} was painted by {n}.",
      "The painter of {v} is {n}.",
      "{v} was sketched by {n}.",
      "{v} was drawn by {n}.",
    ],
    impliedQuestions: [
      "Who painted {v}?",
      "Who is the painter of {v}?",
      "Who sketched {v}?",
      "Who drew {v}?",
    ],
  },
  {
    key: "comet",
    label: "spotted the comet",
    statements: ["{n} spotted {v}.", "{n} tracked {v}.", "{n} observed {v}.", "{n} reported {v}."],
    questions: [
      "Which comet did {n} spot?",
      "What did {n} track?",
      "What did {n} observe?",
      "Which comet did {n} report?",
    ],
    implied: [
      "{v} was spotted by {n}.",
      "{v} was observed by {n}.",
      "The spotter of {v} is {n}.",
      "{v} was tracked by {n}.",
    ],
    impliedQuestions: [
      "Who spotted {v}?",
      "Who observed {v}?",
      "Who is the spotter of {v}?",
      "Who tracked {v}?",
    ],
  },
  {
    key: "song",
    label: "composed the song",
    statements: ["{n} composed {v}.", "{n} sings {v}.", "{n} recorded {v}.", "{n} performed {v}."],
    questions: [
      "Which song did {n} compose?",
      "What does {n} sing?",
      "What did {n} record?",
      "Which song did {n} perform?",
    ],
    implied: [
      "{v} was composed by {n}.",
      "The composer of {v} is {n}.",
      "{v} was recorded by {n}.",
      "{v} is sung by {n}.",
    ],
    impliedQuestions: [
      "Who composed {v}?",
      "Who is the composer of {v}?",
      "Who recorded {v}?",
      "Who sings {v}?",
    ],
  },
  {
    key: "bridge",
    label: "built the bridge",
    statements: ["{n} built {v}.", "{n} designed {v}.", "{n} planned {v}.", "{n} completed {v}."],
    questions: [
      "Which bridge did {n} build?",
      "What did {n} design?",
      "What did {n} plan?",
      "What did {n} complete?",
    ],
    implied: [
      "{v} was built by {n}.",
      "The builder of {v} is {n}.",
      "{v} was designed by {n}.",
      "{v} was planned by {n}.",
    ],
    impliedQuestions: [
      "Who built {v}?",
      "Who is the builder of {v}?",
      "Who designed {v}?",
      "Who planned {v}?",
    ],
  },
  {
    key: "peak",
    label: "climbed the mountain",
    statements: ["{n} climbed {v}.", "{n} conquered {v}.", "{n} ascended {v}.", "{n} scaled {v}."],
    questions: [
      "Which mountain did {n} climb?",
      "What did {n} conquer?",
      "What did {n} ascend?",
      "Which mountain did {n} scale?",
    ],
    implied: [
      "{v} was climbed by {n}.",
      "{v} was conquered by {n}.",
      "The climber of {v} is {n}.",
      "{v} was scaled by {n}.",
    ],
    impliedQuestions: [
      "Who climbed {v}?",
      "Who conquered {v}?",
      "Who is the climber of {v}?",
      "Who scaled {v}?",
    ],
  },
  {
    key: "prize",
    label: "won the prize",
    statements: [
      "{n} won the {v}.",
      "{n} received the {v}.",
      "{n} was awarded the {v}.",
      "{n} holds the {v}.",
    ],
    questions: [
      "Which prize did {n} win?",
      "Which prize did {n} receive?",
      "What was {n} awarded?",
      "Which prize does {n} hold?",
    ],
    implied: [
      "The {v} was won by {n}.",
      "The {v} went to {n}.",
      "The winner of the {v} is {n}.",
      "The {v} is held by {n}.",
    ],
    impliedQuestions: [
      "Who won the {v}?",
      "Who did the {v} go to?",
      "Who is the winner of the {v}?",
      "Who holds the {v}?",
    ],
  },
];

/** Facts of people whose value is a number; asked backwards too. */
const counted: readonly (MakerRelation & Pick<Relation, "values">)[] = [
  {
    key: "birth",
    label: "was born in the year",
    values: "year",
    statements: [
      "{n} was born in {v}.",
      "{n} came into the world in {v}.",
      "{n} has celebrated birthdays since {v}.",
      "{n} saw the light of day in {v}.",
    ],
    questions: [
      "When was {n} born?",
      "In which year was {n} born?",
      "What is the birth year of {n}?",
      "When did {n} come into the world?",
    ],
    implied: [
      "The birth year {v} is that of {n}.",
      "Born in {v} was {n}.",
      "The person born in {v} is {n}.",
      "In {v} the mother of {n} had a child.",
    ],
    impliedQuestions: [
      "Who was born in {v}?",
      "Who came into the world in {v}?",
      "Whose birth year is {v}?",
      "Who has celebrated birthdays since {v}?",
    ],
  },
  {
    key: "pupils",
    label: "has so many pupils",
    values: "count",
    statements: [
      "{n} has {v} pupils.",
      "{n} teaches {v} pupils.",
      "{n} instructs {v} pupils.",
      "{n} looks after {v} pupils.",
    ],
    questions: [
      "How many pupils does {n} have?",
      "How many pupils does {n} teach?",
      "How many pupils does {n} instruct?",
      "How many pupils does {n} look after?",
    ],
    implied: [
      "The teacher of {v} pupils is {n}.",
      "A class of {v} pupils learns from {n}.",
      "With {v} pupils one finds {n}.",
      "The {v} pupils are those of {n}.",
    ],
    impliedQuestions: [
      "Who has {v} pupils?",
      "Who teaches {v} pupils?",
      "Who instructs {v} pupils?",
      "Whose are the {v} pupils?",
    ],
  },
];

export const makerRelations: readonly Relation[] = [
  ...named.map(
    (relation): Relation => ({ values: "name", subject: "person", depth: "reversed", ...relation }),
  ),
  ...counted.map((relation): Relation => ({ subject: "person", depth: "reversed", ...relation })),
];
