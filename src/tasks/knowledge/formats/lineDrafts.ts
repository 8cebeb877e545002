import type { WrittenSample } from "../../task.ts";
import { sentencesOf } from "../edit/sentences.ts";
import { cleanLine, endsSentence, framingNote } from "./editLine.ts";
import { type Cut, type Draft, lost } from "./format.ts";

/** One line, one piece ([paper] §B.1), or one sentence of a line. */
export function lineDrafts({ text, cutOff }: WrittenSample, cut: Cut): Draft[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.flatMap((raw, i) => {
    const clean = cleanLine(raw);
    const note = framingNote(raw, clean);
    if (note !== null) return { text: clean === "" ? raw.trim() : clean, kept: false, note };
    const parts = cut === "sentences" ? sentencesOf(clean) : [clean];
    return parts.map((part, k) =>
      cutOff && i === lines.length - 1 && k === parts.length - 1 && !endsSentence(part)
        ? lost(part)
        : { text: part, kept: true },
    );
  });
}

/** "1. …", "2. …", each on a line. */
export function numbered(lines: readonly string[]): string {
  return lines.map((line, i) => `${i + 1}. ${line}`).join("\n");
}
