import type { Issue } from "../../page/taskPage.ts";
import { MAX_PASSAGE_CHARACTERS, MAX_QUESTIONS } from "../passageLimits.ts";
import { type DraftPassage, isStarted, splitAnswers } from "./draftPassage.ts";

/** Everything that must be mended before a passage can be run, at "title", "text", "questions", "question:q3" or "answers:q3". */
export function passageIssues({ title, text, questions }: DraftPassage): Issue[] {
  const issues: Issue[] = [];
  const add = (field: string, message: string) => issues.push({ field, message, missing: false });
  const lack = (field: string, message: string) => issues.push({ field, message, missing: true });

  if (title.trim() === "")
    lack("title", "Give the passage a title: the questions are asked about it by name.");
  if (text.trim() === "") lack("text", "The passage is empty. Paste a text or choose an example.");
  if (text.length > MAX_PASSAGE_CHARACTERS) {
    add("text", `The passage has ${text.length} characters; at most ${MAX_PASSAGE_CHARACTERS} can be read.`);
  }

  const started = questions.filter(isStarted);
  if (started.length === 0) lack("questions", "There is no question yet. Add at least one, with its answer.");
  if (started.length > MAX_QUESTIONS) {
    add("questions", `There are ${started.length} questions; at most ${MAX_QUESTIONS} can be asked.`);
  }
  for (const question of started) {
    if (question.question.trim() === "") lack(`question:${question.id}`, "The question is empty.");
    if (splitAnswers(question.answers).length === 0) {
      lack(`answers:${question.id}`, "Write the right answer, or it cannot be graded.");
    }
  }
  return issues;
}
