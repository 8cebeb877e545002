import type { TextModel } from "../../task.ts";
import { EMBEDDED_MODEL_ID } from "../metadata.ts";

/**
 * How a model is talked to: `chat` in the form an instruct model was tuned on, `plain` as text to be
 * continued ([paper], base models), `world` in the layout of the small embedded model's own corpus.
 */
export type PromptStyle = "chat" | "plain" | "world";

/** Encoding adds nothing of its own, and a model's documents begin with this. Chat forms bring theirs. */
export function documentStart(style: PromptStyle, model: TextModel): string {
  return style === "world" ? "<|bos|>" : model.startOfText;
}

export function promptStyleOf(model: TextModel): PromptStyle {
  if (model.info.id === EMBEDDED_MODEL_ID) return "world";
  return model.renderChat([{ role: "user", content: "Hello" }]) === null ? "plain" : "chat";
}
