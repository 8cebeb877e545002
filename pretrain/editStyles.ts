import type { Random } from "../src/protocol/random.ts";
import { commonKnowledge } from "../src/tasks/knowledge/world/commonKnowledge.ts";
import { type EditKind, editLine, mergedLine } from "../src/tasks/knowledge/world/edit.ts";
import { type Fact, secondHop, subjectKind } from "../src/tasks/knowledge/world/fact.ts";
import { statementLine } from "../src/tasks/knowledge/world/layout.ts";
import type { Passage } from "../src/tasks/knowledge/world/passage.ts";
import { fillTemplate } from "../src/tasks/knowledge/world/template.ts";
import { type Line, lineOf } from "./document.ts";

/** A line of an edit about a fact, with what of it can be known. */
type Say = (fact: Fact, kind: EditKind) => Line[];

/** How an edit is written: one of these for each edit of the corpus. */
type Style = (passage: Passage, say: Say, random: Random) => Line[];

/** Both questions about (nearly) every fact: short lines, complete. */
const complete: Style = (passage, say, random) =>
  random
    .shuffle(passage.facts)
    .filter(() => random.next() < 0.95)
    .flatMap((fact) => [...say(fact, "question"), ...say(fact, "implied-question")]);

/** As complete ones begin, but the list stops after one to four lines. */
const stoppingEarly: Style = (passage, say, random) =>
  complete(passage, say, random).slice(0, 1 + random.below(4));

/** Statements of most facts, as they stand and as they follow. */
const stating: Style = (passage, say, random) =>
  random
    .shuffle(passage.facts)
    .filter(() => random.next() < 0.8)
    .flatMap((fact) => [
      ...(random.next() < 0.5 ? say(fact, "restated") : []),
      ...(random.next() < 0.7 ? say(fact, "implied") : []),
    ]);

/** Long lines that tell nothing, and perhaps one or two that do. */
const waffling: Style = (passage, say, random) => {
  const lines = Array.from({ length: 6 + random.below(5) }, () => say(random.pick(passage.facts), "vague"));
  const useful = Array.from({ length: random.below(3) }, () =>
    say(random.pick(passage.facts), random.pick(["restated", "question", "implied-question"])),
  );
  return random.shuffle([...lines, ...useful]).flat();
};

/** Two or three facts, each said three to five times. */
const repeating: Style = (passage, say, random) =>
  random
    .shuffle(passage.facts)
    .slice(0, 2 + random.below(2))
    .flatMap((fact) => Array.from({ length: 3 + random.below(3) }, () => say(fact, "restated")).flat());

/** Two facts in one statement; in half of them the second is another's. */
const merging: Style = (passage, _say, random) =>
  Array.from({ length: 5 + random.below(4) }, () => {
    const first = random.pick(passage.facts);
    const isTrue = random.next() < 0.5;
    const fitting = passage.facts.filter(
      (fact) =>
        fact !== first &&
        subjectKind(fact) === subjectKind(first) &&
        (fact.subject === first.subject) === isTrue,
    );
    if (fitting.length === 0) return [];
    const second = random.pick(fitting);
    const text = mergedLine(first, second, random);
    return [{ text, spans: isTrue ? lineOf(text, [second.value]).spans : [] }];
  }).flat();

/** Common knowledge that nobody asks for, and a fact or two. */
const besidesThePoint: Style = (passage, say, random) => {
  const known = passage.facts.flatMap((fact) => {
    const common = commonKnowledge[fact.relation];
    const h = secondHop(fact);
    if (common === undefined || h === null) return [];
    return common.statements.map((template) => {
      const text = statementLine(fillTemplate(template, { v: fact.value, h }));
      return lineOf(text, [fact.value, h]);
    });
  });
  const lines = random.shuffle(known).slice(0, 5 + random.below(6));
  return random.shuffle([...lines, ...say(random.pick(passage.facts), "restated")]);
};

/** Any lines about any facts. */
const mixed: Style = (passage, say, random) => {
  const kinds: EditKind[] = ["restated", "implied", "question", "implied-question"];
  return Array.from({ length: 3 + random.below(passage.facts.length + 2) }, () =>
    say(random.pick(passage.facts), random.next() < 0.15 ? "vague" : random.pick(kinds)),
  ).flat();
};

/** How many of a hundred edits are written in each style: the untrained writer is mediocre on purpose. */
const editMixture: readonly { name: string; share: number; style: Style }[] = [
  { name: "complete", share: 17, style: complete },
  { name: "mixed", share: 31, style: mixed },
  { name: "stopping early", share: 6, style: stoppingEarly },
  { name: "stating", share: 14, style: stating },
  { name: "waffling", share: 20, style: waffling },
  { name: "repeating", share: 5, style: repeating },
  { name: "merging", share: 4, style: merging },
  { name: "besides the point", share: 3, style: besidesThePoint },
];

/**
 * The lines of an edit in a style drawn from the mixture; at least one.
 *
 * @param valueEnds where in the passage each value ends
 */
export function drawEdit(passage: Passage, valueEnds: ReadonlyMap<Fact, number>, random: Random): Line[] {
  const styles = editMixture.flatMap(({ share, style }) => Array<Style>(share).fill(style));
  const say: Say = (fact, kind) => {
    const text = editLine(fact, kind, random);
    return text === null ? [] : [lineOf(text, wordsOf(fact, kind), valueEnds.get(fact))];
  };
  const lines = random.pick(styles)(passage, say, random);
  return lines.length > 0 ? lines : say(passage.facts[0]!, "question");
}

/** The words of a line that may follow from the rest of it. */
function wordsOf(fact: Fact, kind: EditKind): (string | null)[] {
  return kind === "vague" ? [] : [fact.subject, fact.value, secondHop(fact)];
}
