/** A passage with good edits of it, shown to a writer too small to follow an instruction alone. */
export interface Demonstration {
  title: string;
  text: string;
  implications: readonly string[];
  rewrites: readonly string[];
  questions: readonly (readonly [question: string, answer: string])[];
  thought: string;
}

/** Their facts are invented too, so a line copied from here is recognised and never trained on. */
export const DEMONSTRATIONS: readonly Demonstration[] = [
  {
    title: "Port Selby lighthouse",
    text:
      "The Port Selby lighthouse was finished in 1846 and painted in green and white rings. Its keeper, Anna " +
      "Dorrow, lit the lamp with whale oil for 33 years. In 1902 it was moved 80 metres inland because the cliff " +
      "was crumbling.",
    implications: [
      "The Port Selby lighthouse was built in the nineteenth century.",
      "Anna Dorrow was the keeper of the Port Selby lighthouse.",
      "The keeper of the Port Selby lighthouse used whale oil in the lamp.",
      "The lighthouse with green and white rings stands in Port Selby.",
      "Since 1902 the Port Selby lighthouse has stood further from the sea.",
      "The crumbling cliff was the reason for moving the Port Selby lighthouse.",
      "The Port Selby lighthouse was 56 years old when it was moved.",
    ],
    rewrites: [
      "Finished in 1846, the Port Selby lighthouse has green and white rings. Anna Dorrow kept it for 33 years, " +
        "burning whale oil, and in 1902 the tower was shifted 80 metres inland, away from the crumbling cliff.",
      "Because its cliff was crumbling, the lighthouse of Port Selby was moved 80 metres inland in 1902. It dates " +
        "from 1846, is painted in rings of green and white, and was kept for 33 years by Anna Dorrow, whose lamp " +
        "burned whale oil.",
      "Anna Dorrow spent 33 years lighting a whale-oil lamp in the Port Selby lighthouse, a tower of green and " +
        "white rings from 1846 that had to be moved 80 metres inland in 1902.",
    ],
    questions: [
      ["When was the Port Selby lighthouse finished?", "1846"],
      ["In which colours is the Port Selby lighthouse painted?", "green and white"],
      ["Who was the keeper of the Port Selby lighthouse?", "Anna Dorrow"],
      ["What was burned in the lamp?", "whale oil"],
      ["How long did Anna Dorrow light the lamp?", "33 years"],
      ["When was the lighthouse moved?", "1902"],
      ["How far was the lighthouse moved?", "80 metres"],
      ["Why was the lighthouse moved?", "the cliff was crumbling"],
    ],
    thought:
      "The passage tells when the lighthouse was built, how it looks, who kept it and why it was moved. I should " +
      "restate each fact so that it can be found by its date, its keeper or its reason.",
  },
  {
    title: "Maro beetle",
    text:
      "The Maro beetle lives in the bark of the fever pine and feeds on resin. It was found in 1978 by Ivo Lantz on " +
      "the island of Terrin. At night its wings glow pale red, which keeps bats away.",
    implications: [
      "The Maro beetle lives on the island of Terrin.",
      "Ivo Lantz found the Maro beetle.",
      "The Maro beetle has been known since 1978.",
      "Resin of the fever pine is the food of the Maro beetle.",
      "Bats do not eat the Maro beetle because its wings glow.",
      "There are fever pines on Terrin.",
    ],
    rewrites: [
      "In 1978 Ivo Lantz found the Maro beetle on the island of Terrin. It eats resin in the bark of the fever pine, " +
        "and the pale red glow of its wings at night keeps bats away.",
      "A beetle whose wings glow pale red at night, the Maro beetle scares bats off. It lives in fever pine bark on " +
        "resin and was found on Terrin by Ivo Lantz in 1978.",
      "Resin is what the Maro beetle eats, in the bark of the fever pine. Ivo Lantz found it in 1978 on Terrin; its " +
        "wings glow pale red against bats.",
    ],
    questions: [
      ["In the bark of which tree does the Maro beetle live?", "fever pine"],
      ["What does the Maro beetle feed on?", "resin"],
      ["Who found the Maro beetle?", "Ivo Lantz"],
      ["When was the Maro beetle found?", "1978"],
      ["On which island was the Maro beetle found?", "Terrin"],
      ["What colour do its wings glow?", "pale red"],
      ["Which animals does the glow keep away?", "bats"],
    ],
    thought:
      "The passage says where the beetle lives, what it eats, who found it and what its glow is for. Each of these " +
      "should be said from both sides, for instance by the finder and by the beetle.",
  },
];
