import { cleanLine, endsSentence, framingNote, MOST_PASSES } from "./editLine.ts";

/** A stretch of a text that should hold questions and answers. `note` says what is wrong with it. */
export type PairOrScrap =
  | { kind: "pair"; question: string; answer: string; lastLine: boolean }
  | { kind: "statement"; text: string; lastLine: boolean }
  | { kind: "scrap"; text: string; note: string };

const QUESTION = /^(?:(?:question|ques)\s*#?\d*\s*[:.)-]|q\s*(?:#?\d+\s*[:.)-]|:))\s*/i;
const ANSWER = /^(?:(?:correct\s+)?(?:answer|ans)\s*#?\d*\s*[:.)-]|a\s*(?:#?\d+\s*[:.)-]|:))\s*/i;
const INLINE_ANSWER = /\s+(?:[-–—(]\s*)?(?:answer\s*#?\d*\s*:|a\s*#?\d*\s*:)\s*/i;
const CHOICE = /^(?:\(?[A-Ea-e]\)|[B-E]\.)\s+\S/;
const NO_ANSWER =
  /^(?:n\/?a|none|unknown|unclear|not (?:mentioned|stated|specified|given|provided|applicable).*|(?:the|this) passage (?:does not|doesn't).*|i (?:do not|don't) know.*)$/i;

/** What a line is, once markers are gone. Both are present where question and answer share a line. */
interface Line {
  question?: string;
  answer?: string;
  rest?: string;
  choice?: boolean;
}

/**
 * Finds question–answer pairs in what a model wrote: with "Question 1:"/"Answer:" in any spelling, as
 * "Q:"/"A:", numbered questions with the answer on the next line, or both on one line.
 */
export function findPairs(text: string): PairOrScrap[] {
  const found: PairOrScrap[] = [];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  let pending: string | null = null;
  const finish = (answer: string, lastLine: boolean) => {
    const question = pending ?? "";
    pending = null;
    const note = faultOf(question, answer);
    found.push(
      note === null
        ? { kind: "pair", question, answer, lastLine }
        : { kind: "scrap", text: `${question} ${answer}`.trim(), note },
    );
  };
  lines.forEach((raw, i) => {
    const lastLine = i === lines.length - 1;
    const line = classify(raw, lines[i + 1] ?? "");
    if (line.choice) {
      found.push({ kind: "scrap", text: line.rest ?? "", note: "a choice of a multiple-choice question" });
      return;
    }
    if (line.question !== undefined) {
      if (pending !== null)
        found.push({ kind: "scrap", text: pending, note: "a question without an answer" });
      pending = line.question;
      if (line.answer !== undefined) finish(line.answer, lastLine);
      return;
    }
    if (line.answer !== undefined) {
      finish(line.answer, lastLine);
      return;
    }
    const rest = line.rest ?? "";
    const note = framingNote(raw, rest);
    if (note !== null) found.push({ kind: "scrap", text: rest === "" ? raw.trim() : rest, note });
    else if (pending !== null) finish(rest, lastLine);
    else found.push({ kind: "statement", text: rest, lastLine });
  });
  if (pending !== null) found.push({ kind: "scrap", text: pending, note: "a question without an answer" });
  return found;
}

function classify(raw: string, next: string): Line {
  const bare = raw.trim();
  // "A. larch" is a choice only if "B. oak" follows; else it may be an answer.
  if (CHOICE.test(bare) || (/^A\.\s/.test(bare) && /^\s*B\.\s/.test(next))) {
    return { choice: true, rest: bare };
  }
  const clean = cleanLine(bare.replace(/^A\.\s+/, "A: "));
  if (ANSWER.test(clean)) return { answer: clean.replace(ANSWER, "").trim() };
  let text = clean;
  let marked = false;
  for (let pass = 0; pass < MOST_PASSES && QUESTION.test(text); pass++) {
    text = cleanLine(text.replace(QUESTION, ""));
    marked = true;
  }
  const inline = INLINE_ANSWER.exec(text);
  if (inline !== null && (marked || text.slice(0, inline.index).trim().endsWith("?"))) {
    const answer = text.slice(inline.index + inline[0].length).replace(/\)$/, "");
    return { question: text.slice(0, inline.index).trim(), answer: answer.trim() };
  }
  const mark = text.indexOf("?");
  if (mark >= 0) {
    const answer = text
      .slice(mark + 1)
      .replace(/^["”)\s–—-]+/, "")
      .trim();
    if (answer === "") return { question: text };
    if (!answer.includes("?")) return { question: text.slice(0, mark + 1), answer };
  }
  return marked ? { question: text } : { rest: text };
}

function faultOf(question: string, answer: string): string | null {
  if (question === "") return "an answer without a question";
  if (question.split(/\s+/).length < 3) return "not a whole question";
  if (answer === "" || /^[\W_]+$/.test(answer)) return "a question without an answer";
  if (/^\(?[a-e][.)]?$/i.test(answer)) return "the answer is a letter of a list";
  if (NO_ANSWER.test(answer.replace(/\.$/, ""))) return "says that it has no answer";
  return null;
}

/** Whether a pair at the token limit lost its end: a short answer may well end without a full stop. */
export function pairIsCutOff(answer: string): boolean {
  return !endsSentence(answer);
}
