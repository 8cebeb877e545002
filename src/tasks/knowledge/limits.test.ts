import { expect, it } from "vitest";
import { passageWarnings } from "./limits.ts";

const passage = (text: string, ...answers: string[]) => ({
  title: "A mill",
  text,
  questions: answers.map((answer) => ({ question: "What?", answers: [answer] })),
});

it("finds answers that stand in the passage, in any script and form", () => {
  expect(passageWarnings(passage("水车磨坊建于１９３１年，在石桥镇。", "石桥镇", "1931年"))).toEqual([]);
  expect(passageWarnings(passage("방앗간은 대전에서 지어졌다.", "대전"))).toEqual([]);
  expect(passageWarnings(passage("Le moulin de l’Ardèche.", "Arde\u0300che"))).toEqual([]);
});

it("names the questions whose answers do not stand there", () => {
  expect(passageWarnings(passage("The mill of Orvik.", "Orvik", "Selby"))).toEqual([
    "The accepted answers of question 2 do not stand in the passage word for word, so they can be hard to match.",
  ]);
});
