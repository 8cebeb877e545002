import { PlaygroundError } from "../../protocol/playgroundError.ts";
import type { ChatMessage } from "../../protocol/sequence.ts";
import { badCheckpoint, unsupported } from "../checkpointError.ts";
import { compileJinja, TooMuchWork } from "./boundedJinja.ts";
import { FIXED_DATE, strftime } from "./fixedDate.ts";

/** A conversation as text, in the form the model was trained on. */
export interface ChatTemplate {
  /** Ends where the assistant speaks, if `prompt` is true; else after the last message. Throws "bad-checkpoint". */
  render(messages: readonly ChatMessage[], prompt: boolean): string;
  /** What is done otherwise than the template would, a sentence each. */
  notes: string[];
}

const NOT_ITS_FAULT =
  "The template is written into the model's files: choose another version of the model, or remove its chat template to use it as a base model.";

/** Other ways than the plain one to give a chat: what is said in parts, and always with a system turn. */
const OTHER_WAYS: readonly [inParts: boolean, needsSystem: boolean][] = [
  [true, false],
  [false, true],
  [true, true],
];

/** How a thought begins, and what ends it. */
const THOUGHTS: readonly [begins: RegExp, end: (match: RegExpExecArray) => string][] = [
  [/<([\w:]*(?:think|thought|reason)\w*)>\s*$/i, ([, name]) => `</${name}>`],
  [/\[(THINK)\]\s*$/, ([, name]) => `[/${name}]`],
  [/<\|begin_of_thought\|>\s*$/, () => "<|end_of_thought|>"],
  [/<\|START_THINKING\|>\s*$/, () => "<|END_THINKING|>"],
];

/**
 * Compiles a model's Jinja template. Models that can think aloud first (Qwen3) are asked not to, and a thought that the
 * template itself begins is closed. Those that print today's date (Llama 3.2) are given a fixed one, so that runs
 * repeat. Where a system turn is refused or left out, it is joined to the user's; where one is demanded, an empty one is
 * given. Templates of models that read pictures too are given what is said as a list of parts.
 * Throws "bad-checkpoint" where it fails, "unsupported" where its work has no end.
 */
export function compileChatTemplate(
  jinja: string,
  tokens: { bosToken: string | null; eosToken: string | null },
  file: string,
): ChatTemplate {
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      if (cause instanceof TooMuchWork || cause instanceof RangeError) {
        throw unsupported(
          `${file}: the chat template asks for more work than any chat needs: ${reason}.`,
          NOT_ITS_FAULT,
        );
      }
      throw badCheckpoint(`${file}: the chat template fails: ${reason}.`, NOT_ITS_FAULT, cause);
    }
  };
  const compiled = attempt(() => compileJinja(jinja));
  /** How the template wants to be given a chat. */
  let [inParts, needsSystem] = [false, false];
  const renderAs = (messages: readonly ChatMessage[], prompt: boolean) =>
    attempt(() => {
      const given = needsSystem ? withSystem(messages) : messages;
      return compiled({
        messages: inParts ? given.map(asParts) : given,
        add_generation_prompt: prompt,
        enable_thinking: false,
        date_string: FIXED_DATE,
        strftime_now: strftime,
        bos_token: tokens.bosToken ?? "",
        eos_token: tokens.eosToken ?? "",
      });
    });

  const notes: string[] = [];
  const user: ChatMessage = { role: "user", content: "A question." };
  const ask = (): string | PlaygroundError => {
    try {
      return renderAs([user], true);
    } catch (error) {
      if (error instanceof PlaygroundError && error.kind === "bad-checkpoint") return error;
      throw error;
    }
  };
  const isHeard = (asked: string | PlaygroundError): asked is string =>
    typeof asked === "string" && asked.includes(user.content);
  const plain = ask();
  let asked = plain;
  for (const [parts, system] of OTHER_WAYS) {
    if (isHeard(asked)) break;
    [inParts, needsSystem] = [parts, system];
    asked = ask();
  }
  if (!isHeard(asked)) {
    if (plain instanceof PlaygroundError) throw plain;
    throw badCheckpoint(`${file}: the chat template leaves out what the user says.`, NOT_ITS_FAULT);
  }
  const begun = asked;
  if (needsSystem) {
    notes.push(
      "The model's chat template demands a system turn; where a chat has none, it is given an empty one.",
    );
  }
  const joinsSystem = !takesSystemTurn(user, renderAs);
  if (joinsSystem)
    notes.push("The model's chat template takes no system turn; it is joined to the user's first one.");
  if (/\b(?:strftime_now|date_string)\b/.test(jinja)) {
    notes.push(
      `The model's chat template prints the date; it is always given ${FIXED_DATE}, so that runs repeat.`,
    );
  }
  const [thought] = THOUGHTS.flatMap(([begins, end]) => {
    const match = begins.exec(begun);
    return match ? [{ begin: match[0].trim(), end: end(match) }] : [];
  });
  const closing = thought ? `\n${thought.end}\n\n` : "";
  if (thought) {
    notes.push(
      `The model's chat template lets it think aloud first (${thought.begin}); the thought is closed at once.`,
    );
  }
  return {
    render: (messages, prompt) =>
      renderAs(joinsSystem ? joined(messages) : messages, prompt) + (prompt ? closing : ""),
    notes,
  };
}

function withSystem(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages[0]?.role === "system" ? messages : [{ role: "system", content: "" }, ...messages];
}

/** Whether a system turn is rendered, neither refused nor left out, nor in the place of the user's. */
function takesSystemTurn(
  user: ChatMessage,
  render: (messages: readonly ChatMessage[], prompt: boolean) => string,
): boolean {
  const words = "These are the system's words.";
  try {
    const asked = render([{ role: "system", content: words }, user], true);
    return asked.includes(words) && asked.includes(user.content);
  } catch {
    return false;
  }
}

function asParts({ role, content }: ChatMessage) {
  return { role, content: [{ type: "text", text: content }] };
}

function joined(messages: readonly ChatMessage[]): ChatMessage[] {
  const [system, user, ...rest] = messages;
  if (system?.role !== "system") return [...messages];
  if (user?.role !== "user") return [{ role: "user", content: system.content }, ...messages.slice(1)];
  return [{ role: "user", content: `${system.content}\n\n${user.content}` }, ...rest];
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
