import { Copy, Image, Shapes } from "lucide-react";
import { slugOf } from "../../protocol/slug.ts";
import { Button } from "../primitives/Button.tsx";
import { saveBlob } from "../primitives/saveFile.ts";
import type { PageFigure } from "./pageContent.ts";
import type { RunFacts } from "./runFacts.ts";
import styles from "./ShareDialog.module.css";

interface FigureListProps {
  figures: readonly PageFigure[];
  facts: RunFacts | null;
  link(): Promise<string>;
  onSaid(message: string): void;
}

/** Every chart and table on screen as a picture, with its caption, seed and link. */
export function FigureList({ figures, facts, link, onSaid }: FigureListProps) {
  const svgOf = async (figure: PageFigure) => {
    const [{ framedSvg, tableMarkup }, { chartMarkup }, { factsLine }] = await Promise.all([
      import("./figureSvg.ts"),
      import("./chartMarkup.ts"),
      import("./markdown.ts"),
    ]);
    const inner = figure.kind === "table" ? tableMarkup(figure) : chartMarkup(figure.svg);
    return framedSvg(inner, {
      caption: figure.name,
      foot: [...(facts ? [factsLine(facts)] : []), await link()],
    });
  };
  const pngOf = async (figure: PageFigure) =>
    (await import("../primitives/svgPng.ts")).pngOf(await svgOf(figure));
  const attempt = async (work: () => Promise<string>) => {
    try {
      onSaid(await work());
    } catch {
      onSaid("The browser could not make this picture. Save it as SVG.");
    }
  };
  const copy = (figure: PageFigure) =>
    attempt(async () => {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": pngOf(figure) })]);
      return `“${figure.name}” copied as a picture.`;
    });
  const save = (figure: PageFigure, form: "svg" | "png") =>
    attempt(async () => {
      const data =
        form === "png" ? await pngOf(figure) : new Blob([await svgOf(figure)], { type: "image/svg+xml" });
      saveBlob(`${fileName(figure.name)}.${form}`, data);
      return `“${figure.name}” saved.`;
    });
  if (figures.length === 0) return null;
  return (
    <section className={styles.part} aria-label="Copy as a figure">
      <h3>Copy as a figure</h3>
      <ul className={styles.figures}>
        {figures.map((figure, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is taken once, and names may repeat
          <li key={index}>
            <span className={styles.name}>{figure.name}</span>
            <Button
              look="quiet"
              icon={<Copy aria-hidden />}
              aria-label={`Copy ${figure.name}`}
              onClick={() => void copy(figure)}
            >
              Copy
            </Button>
            <Button
              look="quiet"
              icon={<Shapes aria-hidden />}
              aria-label={`Save ${figure.name} as SVG`}
              onClick={() => void save(figure, "svg")}
            >
              SVG
            </Button>
            <Button
              look="quiet"
              icon={<Image aria-hidden />}
              aria-label={`Save ${figure.name} as PNG`}
              onClick={() => void save(figure, "png")}
            >
              PNG
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function fileName(name: string): string {
  return slugOf(name).slice(0, 60) || "figure";
}
