import type { Lesson } from "../../../../lessons/lesson.ts";

/** One line of the figures of lessons, with all that is needed to read it alone. */
export interface FigureLine {
  lesson: string;
  step: string;
  figure: string;
  source: string;
  condition: string;
  /** Between 0 and 1. */
  share: number;
  /** 95 % interval; null where the source gives none. */
  low: number | null;
  high: number | null;
  count: string | null;
}

export function figureLines(lessons: readonly Lesson[]): FigureLine[] {
  return lessons.flatMap((lesson) =>
    lesson.steps.flatMap((step) =>
      (step.figure?.rows ?? []).map(({ label, share, interval, count }) => ({
        lesson: lesson.id,
        step: step.id,
        figure: step.figure?.caption ?? "",
        source: step.figure?.source ?? "",
        condition: label,
        share,
        low: interval?.[0] ?? null,
        high: interval?.[1] ?? null,
        count: count ?? null,
      })),
    ),
  );
}

/** RFC 4180, with a line of names. */
export function figuresCsv(lines: readonly FigureLine[]): string {
  const names = [
    "lesson",
    "step",
    "figure",
    "source",
    "condition",
    "share",
    "low",
    "high",
    "count",
  ] as const satisfies readonly (keyof FigureLine)[];
  const rows = lines.map((line) => names.map((name) => cell(line[name])));
  return [names, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

function cell(value: string | number | null): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
