import { faultOf } from "../protocol/fieldText.ts";
import { MAX_PASSAGE_CHARACTERS, MAX_QUESTIONS } from "../tasks/knowledge/passageLimits.ts";
import { type Draft, isStarted, splitAnswers } from "./draft.ts";
import { FIELDS } from "./presets.ts";

/** What is wrong with a draft, beside the field where it can be mended. */
export interface DraftIssue {
  /** "title", "text", "questions", "question:q3", "answers:q3" or "setting:loraRank". */
  field: string;
  message: string;
  /** Nothing is there yet: to be filled in, not a mistake. */
  missing: boolean;
}

/** Everything that must be mended before a run can start. Empty: it can. */
export function checkDraft(draft: Draft): DraftIssue[] {
  const issues: DraftIssue[] = [];
  const add = (field: string, message: string) => issues.push({ field, message, missing: false });
  const lack = (field: string, message: string) => issues.push({ field, message, missing: true });
  const { title, text, questions } = draft.passage;

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

  if (draft.settings.format === "custom" && draft.settings.customPrompt.trim() === "") {
    lack(
      "setting:customPrompt",
      "Your own prompt is empty. Write what the model should do with the passage.",
    );
  }
  for (const field of FIELDS) {
    const fault = faultOf(field, Reflect.get(draft.settings, field.key));
    if (fault !== undefined) add(`setting:${field.key}`, fault);
  }
  return issues;
}

/** What is wrong with one field, if anything. */
export function issueFor(issues: readonly DraftIssue[], field: string): DraftIssue | undefined {
  return issues.find((issue) => issue.field === field);
}
