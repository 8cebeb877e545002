/** A table as it reads, head first. */
export interface TableData {
  name: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A chart says in words what it shows (its label for screen readers): the name, then every figure. */
export interface ChartData {
  name: string;
  words: string;
  svg: SVGSVGElement;
}

export type PageFigure = ({ kind: "chart" } & ChartData) | ({ kind: "table" } & TableData);

/** All charts and tables of the view on screen, in their order. */
export function figuresOnPage(page: ParentNode = document): PageFigure[] {
  const found = page.querySelectorAll<SVGSVGElement | HTMLTableElement>(
    "main figure svg[role=img][aria-label], main table",
  );
  return [...found].map((element): PageFigure => {
    if (element instanceof HTMLTableElement) return { kind: "table", ...tableData(element) };
    const [name = "", ...words] = (element.getAttribute("aria-label") ?? "").split(". ");
    return { kind: "chart", name, words: words.join(". "), svg: element };
  });
}

function tableData(table: HTMLTableElement): TableData {
  const [head = [], ...rows] = [...table.rows].map((row) => [...row.cells].map(shownText));
  return { name: table.caption?.textContent?.trim() || nearestHeading(table), head, rows };
}

/** What people read: not the names of icons' buttons. */
function shownText(cell: HTMLElement): string {
  return (cell.textContent ?? "").replace(/\s+/g, " ").trim();
}

function nearestHeading(element: HTMLElement): string {
  const heading = element.closest("section")?.querySelector("h1, h2, h3");
  return heading?.textContent?.trim() ?? "Table";
}
