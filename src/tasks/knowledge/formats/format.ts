import type { Piece } from "../../../protocol/run.ts";
import type { WritingPrompt, WrittenSample } from "../../task.ts";
import type { Demonstration } from "./demonstrations.ts";

/** An edit format: what the writer is asked for, and how what it wrote is cut into pieces. One file each. */
export interface EditFormat {
  readonly asking: Asking;
  /** One sample as pieces; what cannot be used is a piece that is not kept, and says why. */
  parse(sample: WrittenSample, passage: Source, cut: Cut): Draft[];
}

export type Asking =
  /** An instruction with the passage. */
  | {
      readonly kind: "instruction";
      /** @param own the user's own prompt */
      instruction(own: string): string;
      /** [paper] §B.1: the heading under which a base model goes on with the edit. */
      readonly heading: string;
      /** The first characters of the edit, given so that a small model falls into the format. */
      readonly lead: string;
      /** A demonstration's edit as the writer should have written it; null where none can be shown. */
      readonly demonstrated: ((demonstration: Demonstration) => string) | null;
    }
  /** Nothing is asked: the model goes on after the passage. */
  | { readonly kind: "continuation" }
  /** Parts of the passage one by one, as plain text for chat models too: they keep to the form better than in a chat. */
  | {
      readonly kind: "parts";
      prompts(passage: Source, withExamples: boolean): WritingPrompt[];
      readonly stop: readonly string[];
      /** What the examples show: lines that must not be trained on, and the texts that they are of. */
      readonly shown: { readonly lines: readonly string[]; readonly texts: readonly string[] };
    };

/** Of a passage, what an edit is written from. */
export interface Source {
  title: string;
  text: string;
}

/** What a piece is: a line, or a sentence of one. */
export type Cut = "lines" | "sentences";

export type Draft = Omit<Piece, "id">;

export function lost(text: string): Draft {
  return { text, kept: false, note: "cut off at the token limit" };
}
