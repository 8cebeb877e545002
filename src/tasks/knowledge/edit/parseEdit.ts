import type { Piece } from "../../../protocol/run.ts";
import type { WrittenSample } from "../../task.ts";
import { DEMONSTRATIONS } from "../formats/demonstrations.ts";
import { endsSentence, lineKey, runsInCircles } from "../formats/editLine.ts";
import { type Draft, lost } from "../formats/format.ts";
import { EDIT_FORMATS } from "../formats/formats.ts";
import type { KnowledgeSettings, Passage } from "../metadata.ts";
import { parseLine, parseEdit as parseWorldEdit } from "../world/layout.ts";
import { ungroundedIn } from "./grounding.ts";
import type { PromptStyle } from "./promptStyle.ts";

const FEWEST_WORDS = 3;

/**
 * Cuts what the writer wrote into training pieces ([paper] §B.1: one line, one piece; a question with its
 * answer is one piece), or its lines further into sentences. Nothing vanishes: what cannot be used is a piece that is
 * not kept, and `note` says why.
 */
export function parseEdit(
  style: PromptStyle,
  samples: readonly WrittenSample[],
  passage: Passage,
  settings: KnowledgeSettings,
): Piece[] {
  const drafts = samples.flatMap((sample) =>
    style === "world"
      ? worldDrafts(sample)
      : EDIT_FORMATS[settings.format].parse(sample, passage, settings.cut),
  );
  return sift(drafts, passage, settings).map((draft, i) => ({ id: `p${i + 1}`, ...draft }));
}

/** The embedded model's own layout: a bullet or a question with its answer on each line. */
function worldDrafts({ text, cutOff }: WrittenSample): Draft[] {
  const lines = parseWorldEdit(text);
  return lines.map((line, i) => {
    const parsed = parseLine(line);
    if (parsed === null) {
      const note = cutOff && i === lines.length - 1 ? "cut off at the token limit" : "not a line of an edit";
      return { text: line, kept: false, note };
    }
    if ("statement" in parsed) {
      const { statement } = parsed;
      return cutOff && i === lines.length - 1 && !endsSentence(statement)
        ? lost(statement)
        : { text: statement, kept: true };
    }
    return { text: `${parsed.question} ${parsed.answer}`, ...parsed, kept: true };
  });
}

/** Drops what repeats, says too little, was copied from the worked example or exceeds the cap. */
function sift(drafts: readonly Draft[], passage: Passage, settings: KnowledgeSettings): Draft[] {
  const source = `${passage.title}\n${passage.text}`;
  const shown = demonstratedKeys(settings.demonstrations);
  const borrowed = demonstratedNames(settings.demonstrations);
  const seen = new Map<string, number>();
  let kept = 0;
  const faultOf = (draft: Draft, index: number): string | null => {
    const key = lineKey(draft.question ?? draft.text);
    const first = seen.get(key);
    if (first !== undefined) return `repeats piece ${first + 1}`;
    seen.set(key, index);
    if (shown.has(key)) return "copied from the worked example";
    if (runsInCircles(draft.text)) return "runs in circles";
    if (draft.question === undefined && key.split(" ").length < FEWEST_WORDS) return "too short";
    return null;
  };
  return drafts.map((draft, index) => {
    if (!draft.kept) return draft;
    const fault = faultOf(draft, index);
    if (fault !== null) return { ...draft, kept: false, note: fault };
    const strangers = ungroundedIn(draft.text, source);
    const [stranger] = strangers;
    // A name or a number stands alone; several are ordinary words, which are anybody's.
    if (stranger !== undefined && strangers.length === 1 && borrowed.has(lineKey(stranger))) {
      return { ...draft, kept: false, note: `“${stranger}” is from the worked example` };
    }
    const noted = stranger === undefined ? draft : { ...draft, note: notInPassage(strangers) };
    if (stranger !== undefined && settings.keep === "grounded") return { ...noted, kept: false };
    kept++;
    return kept <= settings.maxPieces
      ? noted
      : { ...noted, kept: false, note: `beyond the ${settings.maxPieces} pieces allowed` };
  });
}

/** "“work”, “warm” and “hands” are not in the passage" */
function notInPassage(strangers: readonly string[]): string {
  const quoted = [...new Set(strangers)].map((word) => `“${word}”`);
  const last = quoted.at(-1);
  return quoted.length === 1
    ? `${last} is not in the passage`
    : `${quoted.slice(0, -1).join(", ")} and ${last} are not in the passage`;
}

/** Words of what the writer was shown, by which invention and borrowing are told apart. */
function demonstratedNames(count: number): Set<string> {
  const texts = DEMONSTRATIONS.slice(0, count).map(({ title, text }) => `${title} ${text}`);
  return new Set(
    lineKey([...texts, ...shownParts(count).flatMap((shown) => shown.texts)].join(" ")).split(" "),
  );
}

/** Keys of every line that the writer was shown. */
function demonstratedKeys(count: number): Set<string> {
  const lines = DEMONSTRATIONS.slice(0, count).flatMap(({ implications, rewrites, questions, thought }) => [
    ...implications,
    ...rewrites,
    ...questions.map(([question]) => question),
    thought,
  ]);
  return new Set([...lines, ...shownParts(count).flatMap((shown) => shown.lines)].map(lineKey));
}

function shownParts(count: number) {
  return Object.values(EDIT_FORMATS).flatMap(({ asking }) =>
    count > 0 && asking.kind === "parts" ? [asking.shown] : [],
  );
}
