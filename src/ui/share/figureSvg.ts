import type { TableData } from "./pageContent.ts";

/** What stands around a picture. */
export interface FigureFrame {
  caption: string;
  /** Model, date and seed; the link. */
  foot: readonly string[];
}

const FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif";
const MARGIN = 16;
const LINE = 18;
const ROW = 26;
/** Of a character, on average, at 13 pixels. */
const CHARACTER = 7;
const LONGEST_CELL = 60;

/** A picture with its caption, seed and link, as an SVG file that stands alone, on white. */
export function framedSvg(
  inner: { markup: string; width: number; height: number },
  frame: FigureFrame,
): string {
  const lines = frame.foot.flatMap((text) => wrapped(text, Math.floor((inner.width * 1.15) / CHARACTER)));
  const width = inner.width + 2 * MARGIN;
  const top = MARGIN + LINE + 6;
  const height = top + inner.height + 10 + lines.length * LINE + MARGIN;
  const foot = lines.map(
    (line, i) =>
      `<text x="${MARGIN}" y="${top + inner.height + 10 + (i + 0.8) * LINE}" font-size="11" fill="#524e47">${safe(line)}</text>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${safe(FONT)}">` +
    `<title>${safe(frame.caption)}</title><rect width="100%" height="100%" fill="#ffffff"/>` +
    `<text x="${MARGIN}" y="${MARGIN + 13}" font-size="14" font-weight="600" fill="#1d1b18">${safe(frame.caption)}</text>` +
    `<g transform="translate(${MARGIN} ${top})">${inner.markup}</g>${foot.join("")}</svg>`
  );
}

/** A table as drawing. Long cells are cut. */
export function tableMarkup({ head, rows }: TableData): { markup: string; width: number; height: number } {
  const all = [head, ...rows].map((cells) => cells.map((text) => shortened(text)));
  const columns = Math.max(...all.map(({ length }) => length));
  const widths = Array.from(
    { length: columns },
    (_, i) => 22 + CHARACTER * Math.max(3, ...all.map((cells) => cells[i]?.length ?? 0)),
  );
  const starts = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width, 0));
  const width = Math.max(
    320,
    widths.reduce((sum, one) => sum + one, 0),
  );
  const drawn = all.map((cells, row) => {
    const texts = cells.map(
      (text, i) =>
        `<text x="${starts[i]}" y="${row * ROW + 17}" font-size="13" font-weight="${row === 0 ? 600 : 400}" fill="#1d1b18">${safe(text)}</text>`,
    );
    return `${texts.join("")}<line x1="0" x2="${width}" y1="${(row + 1) * ROW}" y2="${(row + 1) * ROW}" stroke="#e0dcd2"/>`;
  });
  return { markup: drawn.join(""), width, height: all.length * ROW };
}

function wrapped(text: string, characters: number): string[] {
  const most = Math.max(20, characters);
  return text.length <= most ? [text] : [text.slice(0, most), ...wrapped(text.slice(most), most)].slice(0, 6);
}

function shortened(text: string): string {
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text;
}

function safe(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
