import type { Passage, PassageQuestion } from "../metadata.ts";
import { MAX_PASSAGE_CHARACTERS, MAX_QUESTIONS } from "../passageLimits.ts";

export interface ImportedPassages {
  passages: Passage[];
  /** The first things that were left out, each with its place and the reason: "article 2, question 3: has no answer". */
  leftOut: string[];
  leftOutCount: number;
  /** Questions that the file marks as unanswerable (SQuAD v2); not among `leftOut`. */
  unanswerable: number;
  /** Passages to which a title had to be given. */
  untitled: number;
  /** Questions that stood there before with the same passage: their answers were joined. */
  repeated: number;
}

/** Six times as many as SQuAD has of paragraphs in its largest file would be another kind of file. */
const MAX_PASSAGES = 120_000;
/** So many mistakes are listed; all are counted. */
const LISTED = 10;
/** Where nothing at all can be read, nobody needs to know of every mistake. */
const PATIENCE = 1000;
const MAX_TITLE = 200;
const MAX_QUESTION = 2000;
const MAX_ANSWERS = 50;

/** Thrown to stop reading early. */
export class EnoughRead extends Error {}

/** Collects what is good in a file, and a bounded list of what is not. */
export class PassageSieve {
  private readonly passages = new Map<string, Passage & { questions: PassageQuestion[]; beyond: number }>();
  private readonly leftOut: string[] = [];
  private leftOutCount = 0;
  private unanswerable = 0;
  private questions = 0;
  private repeated = 0;

  /** @throws EnoughRead where only mistakes were found so far, and many of them */
  leaveOut(place: string, reason: string): void {
    this.leftOutCount++;
    if (this.leftOut.length < LISTED) this.leftOut.push(place === "" ? reason : `${place}: ${reason}`);
    if (this.questions === 0 && this.leftOutCount >= PATIENCE) throw new EnoughRead();
  }

  leaveUnanswerable(): void {
    this.unanswerable++;
  }

  /** A passage whose questions follow; null if it cannot be used. */
  passage(title: unknown, text: unknown, place: string): string | null {
    // As a field of the page has it: one kind of line end.
    const trimmed = typeof text === "string" ? text.replace(/\r\n?/g, "\n").trim() : "";
    if (trimmed === "") {
      const reason = text === undefined ? "has no context and no text" : "its context is no text";
      this.leaveOut(place, typeof text === "string" ? "its text is empty" : reason);
      return null;
    }
    if (trimmed.length > MAX_PASSAGE_CHARACTERS) {
      this.leaveOut(
        place,
        `its text has ${trimmed.length} characters, and at most ${MAX_PASSAGE_CHARACTERS} can be read`,
      );
      return null;
    }
    const name = (typeof title === "string" ? title : "").replaceAll("_", " ").trim().slice(0, MAX_TITLE);
    const key = `${name}\n${trimmed}`;
    if (this.passages.has(key)) return key;
    if (this.passages.size >= MAX_PASSAGES) {
      this.leaveOut(place, `only the first ${MAX_PASSAGES} passages of a file are read`);
      throw new EnoughRead();
    }
    this.passages.set(key, { title: name, text: trimmed, questions: [], beyond: 0 });
    return key;
  }

  /** A question of a passage, with its place for what is wrong with it. */
  question(key: string, question: unknown, answers: readonly string[], kind: unknown, place: string): void {
    const passage = this.passages.get(key)!;
    const asked = typeof question === "string" ? question.trim() : "";
    const accepted = [...new Set(answers.map((answer) => answer.trim()))].filter((answer) => answer !== "");
    const gradable = accepted.filter((answer) => /[\p{L}\p{N}]/u.test(answer)).slice(0, MAX_ANSWERS);
    const reason = faultOf(asked, answers, accepted, gradable);
    if (reason !== null) {
      this.leaveOut(place, reason);
      return;
    }
    const earlier = passage.questions.findIndex((one) => one.question === asked);
    if (earlier >= 0) {
      this.repeated++;
      const one = passage.questions[earlier]!;
      const answers = [...new Set([...one.answers, ...gradable])].slice(0, MAX_ANSWERS);
      passage.questions[earlier] = { ...one, answers };
      return;
    }
    if (passage.questions.length >= MAX_QUESTIONS) {
      passage.beyond++;
      return;
    }
    this.questions++;
    passage.questions.push({
      question: asked,
      answers: gradable,
      ...(typeof kind === "string" ? { kind: kind.slice(0, 40) } : {}),
    });
  }

  finish(): ImportedPassages {
    const good = [...this.passages.values()].filter(({ questions }) => questions.length > 0);
    for (const { title, beyond } of good) {
      if (beyond === 0) continue;
      this.leftOutCount++;
      const of = title === "" ? "a passage without a title" : `“${title}”`;
      this.leftOut.push(`of ${of}, ${beyond} questions beyond the ${MAX_QUESTIONS} that can be asked`);
    }
    let untitled = 0;
    const passages = good.map(({ title, text, questions }) => ({
      title: title === "" ? `Passage ${++untitled}` : title,
      text,
      questions,
    }));
    const { leftOutCount, unanswerable, repeated } = this;
    return {
      passages,
      leftOut: this.leftOut.slice(0, LISTED),
      leftOutCount,
      unanswerable,
      untitled,
      repeated,
    };
  }
}

/** Why a question cannot be asked or graded; null where it can. */
function faultOf(
  asked: string,
  given: readonly string[],
  accepted: readonly string[],
  gradable: readonly string[],
): string | null {
  if (asked === "") return "the question is empty";
  if (asked.length > MAX_QUESTION) {
    return `the question has ${asked.length} characters, and at most ${MAX_QUESTION} can be asked`;
  }
  if (accepted.length === 0) return given.length === 0 ? "has no answer" : "its answer is empty";
  return gradable.length > 0 ? null : `its answer “${accepted[0]!.slice(0, 20)}” has no letters or digits`;
}
