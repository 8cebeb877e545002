import { createRandom } from "../../../protocol/random.ts";
import type { Json, Piece } from "../../../protocol/run.ts";
import type { OracleGap } from "../../commands/taskCommands.ts";
import { passageSchema } from "../metadata.ts";
import { taskPreset } from "../roundsMetadata.ts";
import { editLine } from "../world/edit.ts";
import type { Fact } from "../world/fact.ts";
import { judgeLine } from "../world/judge.ts";
import { answerLine, parseLine } from "../world/layout.ts";
import type { Passage as WorldPassage } from "../world/passage.ts";
import { readWorldPassage } from "../world/readPassage.ts";

/** What is asked of a fact: itself, or what follows from it. */
const ASKED = ["question", "implied-question"] as const;
type Asked = (typeof ASKED)[number];

/** What keeps an edit from an oracle's, for passages of the invented world, of which every line can be judged. */
export const oracleGap: OracleGap = {
  settings: taskPreset("reader"),
  stages: [
    "as written",
    "without its false lines",
    "and what no line asks directly",
    "and what no line asks as implied",
    "its true questions alone, and those",
    "the oracle's edit",
  ],
  mended(pieces, context, seed) {
    const world = worldOf(context);
    const random = createRandom(seed).fork("oracle");
    const oracle = world.facts.flatMap((fact) =>
      ASKED.flatMap((kind) => {
        const parsed = parseLine(editLine(fact, kind, random) ?? "");
        if (parsed === null || !("question" in parsed)) return [];
        const { question, answer } = parsed;
        const id = `o ${fact.subject} ${fact.relation} ${kind}`;
        const piece: Piece = { id, text: `${question} ${answer}`, question, answer, kept: true };
        return [{ kind, isAsked: isAsked(pieces, world, fact, kind), piece }];
      }),
    );
    const missing = (kind: Asked) =>
      oracle.filter((one) => one.kind === kind && !one.isAsked).map(({ piece }) => piece);
    const isTrue = pieces.filter(({ truth }) => truth !== "false");
    const direct = [...isTrue, ...missing("question")];
    const both = [...direct, ...missing("implied-question")];
    // What is the oracle's has no mark.
    const questions = both.filter(
      ({ question, truth }) => question !== undefined && (truth === undefined || truth === "true"),
    );
    return [[...pieces], isTrue, direct, both, questions, oracle.map(({ piece }) => piece)];
  },
  faults(pieces, samples, context) {
    const world = worldOf(context);
    const questions = world.facts.flatMap((fact) => ASKED.map((kind) => ({ fact, kind })));
    const count = (what: (piece: Piece) => boolean | undefined) => pieces.filter(what).length;
    return {
      lines: pieces.length,
      "repeat another": count(({ note }) => note?.startsWith("repeats")),
      "are false and kept": count(({ kept, truth }) => kept && truth === "false"),
      "samples were cut off": samples.filter(({ cutOff }) => cutOff).length,
      "questions could be asked": questions.length,
      "are asked": questions.filter(({ fact, kind }) => isAsked(pieces, world, fact, kind)).length,
    };
  },
};

function worldOf(context: Json): WorldPassage {
  const world = readWorldPassage(passageSchema.parse(context).text);
  if (world === null) throw new Error("The passage is not of the invented world.");
  return world;
}

/** Whether a true line that is kept asks this of the fact. */
function isAsked(pieces: readonly Piece[], world: WorldPassage, fact: Fact, wanted: Asked): boolean {
  return pieces.some(
    ({ kept, kind, question, answer }) =>
      kept &&
      kind === wanted &&
      question !== undefined &&
      answer !== undefined &&
      judgeLine(answerLine(question, answer), { ...world, facts: [fact] }) === "true",
  );
}
