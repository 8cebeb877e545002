import type { Piece } from "../../protocol/run.ts";
import type { WrittenSample } from "../task.ts";
import { DEMONSTRATIONS } from "./demonstrations.ts";
import { cleanLine, endsSentence, framingNote, lineKey, runsInCircles } from "./editLine.ts";
import { ungroundedIn } from "./grounding.ts";
import type { KnowledgeSettings, Passage } from "./metadata.ts";
import type { PromptStyle } from "./promptStyle.ts";
import { findPairs, type PairOrScrap, pairIsCutOff } from "./questionPairs.ts";
import { SHOWN_QUESTIONS, SHOWN_SENTENCES, sentenceDrafts } from "./sentenceQuestions.ts";
import { rewriteDraft, SHOWN_REWRITES } from "./sentenceRewrites.ts";
import { sentencesOf } from "./sentences.ts";
import { parseLine, parseEdit as parseWorldEdit } from "./world/layout.ts";

type Draft = Omit<Piece, "id">;

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
    style === "world" ? worldDrafts(sample) : draftsOf(sample, passage, settings),
  );
  return sift(drafts, passage, settings).map((draft, i) => ({ id: `p${i + 1}`, ...draft }));
}

function draftsOf(
  sample: WrittenSample,
  passage: Passage,
  { format, cut }: Pick<KnowledgeSettings, "format" | "cut">,
): Draft[] {
  if (format === "sentence-questions") return sentenceDrafts(sample, passage);
  if (format === "sentence-rewrites") return [rewriteDraft(sample)];
  if (format === "chain-of-thought") return thoughtDrafts(sample, cut);
  const pairs = format === "self-qa" || format === "custom" ? findPairs(sample.text) : [];
  const isPairs = format === "self-qa" || pairs.filter(({ kind }) => kind === "pair").length >= 2;
  return isPairs ? pairs.map((part) => pairDraft(part, sample.cutOff)) : lineDrafts(sample, cut);
}

function pairDraft(part: PairOrScrap, cutOff: boolean): Draft {
  switch (part.kind) {
    case "scrap":
      return { text: part.text, kept: false, note: part.note };
    case "statement":
      if (cutOff && part.lastLine && !endsSentence(part.text)) return lost(part.text);
      return { text: part.text, kept: true, note: "a statement, not a question" };
    case "pair": {
      const { question, answer, lastLine } = part;
      const draft = { text: `${question} ${answer}`, question, answer };
      return cutOff && lastLine && pairIsCutOff(answer)
        ? { ...draft, kept: false, note: "cut off at the token limit" }
        : { ...draft, kept: true };
    }
  }
}

function lineDrafts({ text, cutOff }: WrittenSample, cut: KnowledgeSettings["cut"]): Draft[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.flatMap((raw, i) => {
    const clean = cleanLine(raw);
    const note = framingNote(raw, clean);
    if (note !== null) return { text: clean === "" ? raw.trim() : clean, kept: false, note };
    const parts = cut === "sentences" ? sentencesOf(clean) : [clean];
    return parts.map((part, k) =>
      cutOff && i === lines.length - 1 && k === parts.length - 1 && !endsSentence(part)
        ? lost(part)
        : { text: part, kept: true },
    );
  });
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

/** Thoughts lead to the implications and are not trained on, unless nothing follows them. */
function thoughtDrafts(sample: WrittenSample, cut: KnowledgeSettings["cut"]): Draft[] {
  const drafts = lineDrafts(sample, cut);
  const heading = /^\W*implications?\W*$/i;
  const start = drafts.findLastIndex(({ text }) => heading.test(text));
  if (start < 0 || start === drafts.length - 1) return drafts;
  return drafts.map((draft, i) =>
    i < start && draft.kept ? { ...draft, kept: false, note: "a thought, not an implication" } : draft,
  );
}

function lost(text: string): Draft {
  return { text, kept: false, note: "cut off at the token limit" };
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
    const stranger = ungroundedIn(draft.text, source);
    if (stranger !== null && borrowed.has(lineKey(stranger))) {
      return { ...draft, kept: false, note: `“${stranger}” is from the worked example` };
    }
    const noted = stranger === null ? draft : { ...draft, note: `“${stranger}” is not in the passage` };
    if (stranger !== null && settings.keep === "grounded") return { ...noted, kept: false };
    kept++;
    return kept <= settings.maxPieces
      ? noted
      : { ...noted, kept: false, note: `beyond the ${settings.maxPieces} pieces allowed` };
  });
}

/** Words of the demonstrations' passages, by which invention and borrowing are told apart. */
function demonstratedNames(count: number): Set<string> {
  const text = DEMONSTRATIONS.slice(0, count).map((shown) => `${shown.title} ${shown.text}`);
  return new Set(lineKey([...text, ...(count > 0 ? SHOWN_SENTENCES : [])].join(" ")).split(" "));
}

/** Keys of every line of the demonstrations that the writer saw. */
function demonstratedKeys(count: number): Set<string> {
  return new Set(
    DEMONSTRATIONS.slice(0, count)
      .flatMap(({ implications, rewrites, questions, thought }) => [
        ...implications,
        ...rewrites,
        ...questions.map(([question]) => question),
        thought,
      ])
      .concat(count > 0 ? [...SHOWN_QUESTIONS, ...SHOWN_REWRITES] : [])
      .map(lineKey),
  );
}
