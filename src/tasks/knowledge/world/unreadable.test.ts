import { expect, test } from "vitest";
import { generatePassage } from "../generatePassage.ts";
import { depthOfQuestion, unreadableSentences } from "./unreadable.ts";

test("all that the generator makes can be read, and its questions have the depth that it says", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { text, questions } = generatePassage(seed, { people: 4, factsPerPerson: 4, reversedShare: 0.5 });
    expect(unreadableSentences(text), text).toEqual([]);
    for (const { question, kind } of questions) expect(depthOfQuestion(question), question).toBe(kind);
  }
});

test("names are free, other sentences are marked where they stand, with the reason", () => {
  const text =
    "Zoë Müller plays the cello. The newt lives in cold streams.  Anna plays the kazoo. Bo wrote Ulysses.";
  const marked = unreadableSentences(text).map(({ start, end, reason }) => [text.slice(start, end), reason]);
  expect(marked).toEqual([
    ["The newt lives in cold streams.", "no sentence of its world"],
    ["Anna plays the kazoo.", "it does not know “kazoo”"],
  ]);
});

test.each([
  "The quick brown fox jumps over the lazy dog.",
  "The oldest captain of the whole northern fleet discovered gold.",
  "Hello",
])("%s is no sentence of the world", (text) => {
  expect(unreadableSentences(text)).toEqual([
    { start: 0, end: text.length, reason: "no sentence of its world" },
  ]);
});

test("an empty text has nothing that cannot be read, and an odd question has no depth", () => {
  expect(unreadableSentences("  ")).toEqual([]);
  expect(depthOfQuestion("Why is the sky blue?")).toBeNull();
  expect(depthOfQuestion("Who wrote Ulysses?")).toBe("reversed");
  expect(depthOfQuestion("Which of the two plays the cello, Anna or Bo?")).toBe("which");
});
