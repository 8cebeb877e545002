import type { ChatMessage } from "../../../protocol/sequence.ts";
import type { TextModel, WritingPrompt } from "../../task.ts";
import { DEMONSTRATIONS } from "../formats/demonstrations.ts";
import type { Asking, Source } from "../formats/format.ts";
import { EDIT_FORMATS } from "../formats/formats.ts";
import type { KnowledgeSettings, Passage } from "../metadata.ts";
import { editPrompt as worldEditPrompt } from "../world/layout.ts";
import { documentStart, type PromptStyle } from "./promptStyle.ts";

export interface EditPrompts {
  prompts: readonly WritingPrompt[];
  stop: readonly string[];
}

type Instruction = Extract<Asking, { kind: "instruction" }>;
type Settings = Pick<KnowledgeSettings, "customPrompt" | "demonstrations">;

function passageBlock({ title, text }: Source): string {
  return `Passage:\n${title}\n${text}`;
}

function shown({ demonstrated }: Instruction, count: number) {
  if (demonstrated === null) return [];
  return DEMONSTRATIONS.slice(0, count).map((source) => ({ source, edit: demonstrated(source) }));
}

/** Text to be continued ([paper], base models). */
function plainPrompt(passage: Passage, asking: Instruction, settings: Settings): EditPrompts {
  const { lead, heading } = asking;
  const instruction = asking.instruction(settings.customPrompt);
  const block = (source: Source) => `${instruction}\n\n${passageBlock(source)}\n\n${heading}`;
  const examples = shown(asking, settings.demonstrations).map(
    ({ source, edit }) => `${block(source)}${edit}\n\n\n`,
  );
  const prompt = `${examples.join("")}${block(passage)}${lead}`;
  return { prompts: [{ prompt, lead }], stop: ["\n\n\n", "\nPassage:"] };
}

/** @returns null where the model has no chat form */
function chatPrompt(
  passage: Passage,
  asking: Instruction,
  settings: Settings,
  model: TextModel,
): EditPrompts | null {
  const { lead } = asking;
  const instruction = asking.instruction(settings.customPrompt);
  const request = (source: Source) => `${instruction}\n\n${passageBlock(source)}`;
  const turns: ChatMessage[] = [{ role: "system", content: "You are a careful writer of study material." }];
  for (const { source, edit } of shown(asking, settings.demonstrations)) {
    turns.push({ role: "user", content: request(source) }, { role: "assistant", content: edit });
  }
  turns.push({ role: "user", content: request(passage) });
  const rendered = model.renderChat(turns);
  return rendered === null ? null : { prompts: [{ prompt: rendered + lead, lead }], stop: ["\nPassage:"] };
}

/** What asks for a self-edit of the passage, in the model's own style; usually one prompt. */
export function editPrompts(
  style: PromptStyle,
  passage: Passage,
  settings: KnowledgeSettings,
  model: TextModel,
): EditPrompts {
  const begun = ({ prompts, stop }: EditPrompts): EditPrompts => ({
    prompts: prompts.map(({ prompt, lead }) => ({ prompt: documentStart(style, model) + prompt, lead })),
    stop,
  });
  if (style === "world") {
    return begun({ prompts: [{ prompt: worldEditPrompt(passage.text), lead: "" }], stop: [] });
  }
  const { asking } = EDIT_FORMATS[settings.format];
  switch (asking.kind) {
    case "parts":
      return begun({ prompts: asking.prompts(passage, settings.demonstrations > 0), stop: asking.stop });
    case "continuation":
      return begun({ prompts: [{ prompt: `${passage.title}\n${passage.text}\n`, lead: "" }], stop: [] });
    case "instruction": {
      const chat = style === "chat" ? chatPrompt(passage, asking, settings, model) : null;
      return chat ?? begun(plainPrompt(passage, asking, settings));
    }
  }
}
