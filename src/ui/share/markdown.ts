import type { RunFacts } from "./runFacts.ts";

/** What of a figure a text can hold. */
export type FigureText =
  | { kind: "chart"; name: string; words: string }
  | { kind: "table"; name: string; head: readonly string[]; rows: readonly (readonly string[])[] };

interface PageText {
  title: string;
  facts: RunFacts | null;
  figures: readonly FigureText[];
  link: string;
}

/** A view as Markdown: what was run, every chart in words, every table, and the way back to it. */
export function pageMarkdown({ title, facts, figures, link }: PageText): string {
  const parts = [
    `## ${escaped(title)}`,
    ...(facts ? [escaped(factsLine(facts))] : []),
    ...figures.map((figure) => (figure.kind === "table" ? tableMarkdown(figure) : chart(figure))),
    `[Open this in the Self-Edit Playground](${link})`,
  ];
  return `${parts.join("\n\n")}\n`;
}

/** "SmolLM2-135M-Instruct · 23 November 2026 · seed 1" */
export function factsLine({ model, date, seed }: RunFacts): string {
  return [model, date, ...(seed === null ? [] : [`seed ${seed}`])].join(" · ");
}

function chart({ name, words }: { name: string; words: string }): string {
  const lines = words.split(/\. (?=\S)/).map((line) => `- ${escaped(line)}`);
  return [`**${escaped(name)}**`, "", ...lines].join("\n");
}

/** @param name stands above it */
export function tableMarkdown({
  name,
  head,
  rows,
}: {
  name: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}): string {
  const width = Math.max(head.length, ...rows.map(({ length }) => length));
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, i) => escaped(cells[i] ?? "")).join(" | ")} |`;
  const rule = `|${" --- |".repeat(width)}`;
  return [`**${escaped(name)}**`, "", line(head), rule, ...rows.map(line)].join("\n");
}

/** Text of models and files must not become marks, links or pictures of the text that it stands in. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, "\\$&").replace(/\s+/g, " ");
}
