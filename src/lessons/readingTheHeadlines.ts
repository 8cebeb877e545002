import type { Lesson } from "./lesson.ts";

export const readingTheHeadlines: Lesson = {
  id: "reading-the-headlines",
  title: "Reading the headlines",
  aims: [
    "Set a popular claim against the figure behind it.",
    "Say what was measured at seven billion parameters, what here, and what nowhere.",
  ],
  minutes: 15,
  needs: "",
  steps: [
    {
      id: "paper",
      title: "What the paper measured",
      view: "edit",
      panel: "reward",
      text:
        "On 200 passages and 974 questions a model of seven billion parameters answered 32.7 % untouched, 33.5 % after training on the passage, 39.7 % with its own untaught notes and 47.0 % after two rounds. " +
        "Notes by a much larger model brought 46.3 %. The standard error of one such run is about two points.",
      question: {
        ask: "“The model beat GPT-4.1 at teaching itself.” 47.0 against 46.3, standard error about 2. What do you say?",
        options: [
          {
            text: "It did: 47.0 is more.",
            right: false,
            why: "The difference is a third of the standard error of either figure.",
          },
          {
            text: "The two cannot be told apart on these data.",
            right: true,
            why: "What can be said: its notes became about as good as those of a far larger model.",
          },
          { text: "It is the other way round.", right: false, why: "Nothing shows that either." },
        ],
      },
    },
    {
      id: "puzzles",
      title: "72.5 % of what?",
      view: "puzzles",
      panel: "reward",
      text:
        "On puzzles the article's figure is 72.5 %: over eight held-out puzzles with five edits each. The puzzles were chosen beforehand as solvable by one good fixed configuration, which by construction reaches 100 %. " +
        "Untaught edits reached 20 %. It shows that the choice can be learned, not that ARC is solved.",
    },
    {
      id: "retention",
      title: "“Without forgetting”?",
      view: "stream",
      panel: "stream",
      text:
        "In the authors' own sequence of eight edits the mean accuracy at the end was .247, below the untouched model's .307, while each edit right after learning had .415. " +
        "The paper says so; some headlines say the opposite.",
      question: {
        ask: "Which sentence is carried by these figures?",
        options: [
          {
            text: "The model keeps what it learned.",
            right: false,
            why: "At the end it knew less than before the first edit.",
          },
          {
            text: "Each edit is learned, and later ones overwrite it.",
            right: true,
            why: "The diagonal rises, the last row falls.",
          },
          {
            text: "Merging always makes a model worse.",
            right: false,
            why: "One method, one order, eight passages: too little for “always”.",
          },
        ],
      },
    },
    {
      id: "here",
      title: "What this page shows, and what not",
      view: "rounds",
      panel: "rounds",
      text:
        "Here the same method runs on models small enough for a tab, with every control beside it and figures that you can repeat. " +
        "It shows mechanisms. It does not show that what holds at one million parameters holds at seven billion, nor the other way round.",
    },
  ],
  discussion: [
    "Find a headline about self-improving models. Which row of which table would it need?",
    "What would have to be measured before such a model may learn from its users?",
  ],
};
