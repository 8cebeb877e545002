import type { ChatMessage } from "../../protocol/sequence.ts";
import type { TextModel, WritingPrompt } from "../task.ts";
import { DEMONSTRATIONS, demonstratedEdit } from "./demonstrations.ts";
import type { EditFormat, KnowledgeSettings, Passage } from "./metadata.ts";
import { documentStart, type PromptStyle } from "./promptStyle.ts";
import { SENTENCE_STOPS, sentencePrompts } from "./sentenceQuestions.ts";
import { rewritePrompts } from "./sentenceRewrites.ts";
import { editPrompt as worldEditPrompt } from "./world/layout.ts";

export interface EditPrompts {
  prompts: readonly WritingPrompt[];
  stop: readonly string[];
}

type EditPrompt = WritingPrompt & { stop: readonly string[] };

/** The transformation that a format asks for; null where nothing is asked (free continuation). */
function instruction(format: EditFormat, customPrompt: string): string | null {
  switch (format) {
    case "implications":
      return "Read the passage and list several implications that follow from it, directly or indirectly, one per line.";
    case "implications-long":
      return "Read the passage and write a long list of implications that follow from it, directly or indirectly, one per line.";
    case "implications-very-long":
      return "Read the passage and write a very long list of implications that follow from it, directly or indirectly, one per line. Leave nothing out.";
    case "rewrite":
      return "Read the passage and rewrite it in a few different ways, each on one line.";
    case "self-qa":
      return "Read the passage and write questions with short answers that together cover every fact in it.";
    case "chain-of-thought":
      return "Read the passage. First think about what it says and what follows from it; then list the implications, one per line.";
    case "custom":
      return customPrompt.trim();
    case "none":
    case "sentence-questions":
    case "sentence-rewrites":
      return null;
  }
}

/** [paper] §B.1: the heading under which a base model goes on with the edit. */
function heading(format: EditFormat): string {
  switch (format) {
    case "implications":
    case "implications-long":
    case "implications-very-long":
      return "Implications:\n";
    case "rewrite":
      return "Rewritten passages:\n";
    case "chain-of-thought":
      return "Thought process: ";
    default:
      return "";
  }
}

/** The first characters of the edit, given so that a small model falls into the format. */
function leadOf(format: EditFormat): string {
  switch (format) {
    case "implications":
    case "implications-long":
    case "implications-very-long":
    case "rewrite":
      return "1.";
    case "self-qa":
      return "Question 1:";
    default:
      return "";
  }
}

function passageBlock(passage: { title: string; text: string }): string {
  return `Passage:\n${passage.title}\n${passage.text}`;
}

function shown(settings: KnowledgeSettings) {
  return DEMONSTRATIONS.slice(0, settings.demonstrations).flatMap((demonstration) => {
    const edit = demonstratedEdit(demonstration, settings.format);
    return edit === null ? [] : [{ demonstration, edit }];
  });
}

function plainPrompt(passage: Passage, settings: KnowledgeSettings): EditPrompt {
  const lead = leadOf(settings.format);
  const asked = instruction(settings.format, settings.customPrompt);
  if (asked === null) return { prompt: `${passage.title}\n${passage.text}\n`, lead: "", stop: [] };
  const cue = heading(settings.format);
  const block = (source: { title: string; text: string }) => `${asked}\n\n${passageBlock(source)}\n\n${cue}`;
  const examples = shown(settings).map(({ demonstration, edit }) => `${block(demonstration)}${edit}\n\n\n`);
  return { prompt: `${examples.join("")}${block(passage)}${lead}`, lead, stop: ["\n\n\n", "\nPassage:"] };
}

function chatPrompt(passage: Passage, settings: KnowledgeSettings, model: TextModel): EditPrompt | null {
  const lead = leadOf(settings.format);
  const asked = instruction(settings.format, settings.customPrompt);
  if (asked === null) return plainPrompt(passage, settings);
  const request = (source: { title: string; text: string }) => `${asked}\n\n${passageBlock(source)}`;
  const turns: ChatMessage[] = [{ role: "system", content: "You are a careful writer of study material." }];
  for (const { demonstration, edit } of shown(settings)) {
    turns.push({ role: "user", content: request(demonstration) }, { role: "assistant", content: edit });
  }
  turns.push({ role: "user", content: request(passage) });
  const rendered = model.renderChat(turns);
  return rendered === null ? null : { prompt: rendered + lead, lead, stop: ["\nPassage:"] };
}

/** What asks for a self-edit of the passage, in the model's own style; usually one prompt. */
export function editPrompts(
  style: PromptStyle,
  passage: Passage,
  settings: KnowledgeSettings,
  model: TextModel,
): EditPrompts {
  const begun = ({ prompt, lead }: WritingPrompt) => ({ prompt: documentStart(style, model) + prompt, lead });
  if (style === "world") {
    return { prompts: [begun({ prompt: worldEditPrompt(passage.text), lead: "" })], stop: [] };
  }
  if (settings.format === "sentence-questions") {
    const prompts = sentencePrompts(passage, settings.demonstrations > 0);
    return { prompts: prompts.map(begun), stop: SENTENCE_STOPS };
  }
  if (settings.format === "sentence-rewrites") {
    const prompts = rewritePrompts(passage, settings.demonstrations > 0);
    return { prompts: prompts.map(begun), stop: SENTENCE_STOPS };
  }
  const chat = style === "chat" ? chatPrompt(passage, settings, model) : null;
  if (chat !== null) return { prompts: [{ prompt: chat.prompt, lead: chat.lead }], stop: chat.stop };
  const plain = plainPrompt(passage, settings);
  return { prompts: [begun(plain)], stop: plain.stop };
}
