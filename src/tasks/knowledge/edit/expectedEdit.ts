import type { Piece } from "../../../protocol/run.ts";
import type { ExpectedEdit, TextModel } from "../../task.ts";
import type { KnowledgeSettings, Passage } from "../metadata.ts";
import { sentencesOf } from "./sentences.ts";

/** Of the lines of a further sample. The others say again what an earlier one says, and are dropped. */
const NEW_LINES = 1 / 3;
/** The longest of the texts that are written together, to the passage: it says how long writing goes on. */
const LONGEST_TEXT = 2;

/**
 * Writers of all sizes keep close to the passage: a line for each sentence, or for each part that is asked about, about as
 * long as a sentence.
 */
export function expectedEdit(
  { text }: Passage,
  { editSamples, maxPieces }: KnowledgeSettings,
  prompts: number,
  model: TextModel,
): ExpectedEdit {
  const sentences = sentencesOf(text);
  const lines = Math.max(prompts, sentences.length);
  const kept = Math.min(maxPieces, Math.round(lines * (1 + NEW_LINES * (editSamples - 1))));
  const pieces = Array.from({ length: kept }, (_, i): Piece => {
    return { id: `p${i + 1}`, text: sentences[i % sentences.length] ?? text, kept: true };
  });
  const lineTokens = (LONGEST_TEXT * model.encode(text).length) / Math.max(1, sentences.length);
  return { pieces, sampleTokens: Math.ceil((lineTokens * lines) / prompts) };
}
