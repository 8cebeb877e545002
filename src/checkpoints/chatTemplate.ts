import { Template } from "@huggingface/jinja";
import type { ChatMessage } from "../nn/languageModel.ts";
import { badCheckpoint } from "./checkpointError.ts";

/** Llama 3.2's own default where the date is not known. */
const FIXED_DATE = "26 Jul 2024";

/** A conversation as text, in the form the model was trained on. */
export interface ChatTemplate {
  /** Ends where the assistant speaks, if `prompt` is true; else after the last message. Throws "bad-checkpoint". */
  render(messages: readonly ChatMessage[], prompt: boolean): string;
}

/**
 * Compiles a model's Jinja template. Models that can think aloud first (Qwen3) are asked not to.
 * Those that print today's date (Llama 3.2) are given a fixed one, so that runs repeat.
 */
export function compileChatTemplate(
  jinja: string,
  tokens: { bosToken: string | null; eosToken: string | null },
  file: string,
): ChatTemplate {
  const fail = (cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return badCheckpoint(`${file}: the chat template fails: ${reason}.`, undefined, cause);
  };
  let template: Template;
  try {
    template = new Template(jinja);
  } catch (cause) {
    throw fail(cause);
  }
  return {
    render: (messages, prompt) => {
      try {
        return template.render({
          messages,
          add_generation_prompt: prompt,
          enable_thinking: false,
          date_string: FIXED_DATE,
          bos_token: tokens.bosToken ?? "",
          eos_token: tokens.eosToken ?? "",
        });
      } catch (cause) {
        throw fail(cause);
      }
    },
  };
}

/** What the template writes after an assistant's words: among `ends`, the one that comes first; or null. */
export function turnEnd(template: ChatTemplate, ends: readonly string[]): string | null {
  const words = "These are the assistant's words.";
  const text = template.render(
    [
      { role: "user", content: "A question." },
      { role: "assistant", content: words },
    ],
    false,
  );
  const at = text.lastIndexOf(words);
  if (at < 0) return null;
  const after = text.slice(at + words.length);
  const found = ends.filter((end) => after.includes(end));
  return found.sort((a, b) => after.indexOf(a) - after.indexOf(b))[0] ?? null;
}
