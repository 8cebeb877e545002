/**
 * How documents of the invented world look to the embedded model, a plain-completion base model:
 *
 *     Passage: Kalden plays the cello. Venta wrote the book Iron Crown.
 *     Implications:
 *     - Kalden sits with the strings.
 *     Question: Who wrote Iron Crown? Answer: Venta.
 *
 * Questions may also follow the passage at once. Every line is a document of its own as well: an edit is
 * cut into lines and each is trained on exactly as it was written, and a question is asked (closed book)
 * as the beginning of such a line.
 */
const passageCue = "Passage: ";
const editCue = "Implications:\n";
const bullet = "- ";
const questionCue = "Question: ";
const answerCue = " Answer:";

/** "Passage: …", as a document to train on. */
export function passageLine(text: string): string {
  return `${passageCue}${text}`;
}

/** "- …", a statement as a line of an edit and as a document to train on. */
export function statementLine(statement: string): string {
  return `${bullet}${statement}`;
}

/** "Question: …? Answer: ….", as a line of an edit and as a document to train on. */
export function answerLine(question: string, answer: string): string {
  return `${questionPrompt(question)} ${answer}.`;
}

/** What is asked without the passage; generation ends at the end of the line. */
export function questionPrompt(question: string): string {
  return `${questionCue}${question}${answerCue}`;
}

/** What is asked with the passage in the prompt. */
export function questionInContextPrompt(passage: string, question: string): string {
  return `${passageLine(passage)}\n${questionPrompt(question)}`;
}

/** What the writer continues with an edit; it ends with the end-of-document token. */
export function editPrompt(passage: string): string {
  return `${passageLine(passage)}\n${editCue}`;
}

/** The answer in what the model wrote after "Answer:": its first line without the full stop. */
export function parseAnswer(completion: string): string {
  return completion.split("\n")[0]!.trim().replace(/\.$/, "");
}

/** The lines of an edit, each a document to train on. */
export function parseEdit(completion: string): string[] {
  return completion
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** A line of an edit, taken apart; null for a line in neither form. */
export type EditLine = { statement: string } | { question: string; answer: string };

export function parseLine(line: string): EditLine | null {
  const asked = /^Question: (.+\?) Answer: (.+)\.$/.exec(line);
  if (asked) return { question: asked[1]!, answer: asked[2]! };
  return line.startsWith(bullet) ? { statement: line.slice(bullet.length) } : null;
}
