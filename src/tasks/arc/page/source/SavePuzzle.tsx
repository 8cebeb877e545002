import { Download, Image } from "lucide-react";
import { Button } from "../../../../ui/primitives/Button.tsx";
import { saveBlob } from "../../../../ui/primitives/saveFile.ts";
import { pngOf } from "../../../../ui/primitives/svgPng.ts";
import type { NamedPuzzle } from "../../puzzle.ts";
import { useLooks } from "../grids/looks.ts";
import { PALETTE_TEXTS } from "../grids/palette.ts";
import { puzzleJson } from "./puzzleExport.ts";
import { puzzleSvg } from "./puzzleSvg.ts";

interface SavePuzzleProps {
  context: NamedPuzzle;
  /** What could not be saved. */
  onProblem: (problem: string | null) => void;
}

/** The puzzle on screen as a file: in the public format, or as a picture in the chosen colours. */
export function SavePuzzle({ context, onProblem }: SavePuzzleProps) {
  const { palette } = useLooks();
  const file = (ending: string) => `${context.name.replace(/[^\p{L}\p{N}._-]+/gu, "-")}.${ending}`;
  const picture = () =>
    puzzleSvg(
      context.puzzle,
      PALETTE_TEXTS[palette].colours.map(({ colour }) => colour),
    );
  const savePng = async () => {
    try {
      saveBlob(file("png"), await pngOf(picture().svg));
      onProblem(null);
    } catch {
      onProblem("This browser could not draw the picture. Save it as SVG.");
    }
  };
  return (
    <>
      <Button
        look="quiet"
        icon={<Download aria-hidden />}
        title="The puzzle in ARC’s public format"
        onClick={() => saveBlob(file("json"), new Blob([puzzleJson(context)], { type: "application/json" }))}
      >
        Save as JSON
      </Button>
      <Button
        look="quiet"
        icon={<Image aria-hidden />}
        onClick={() => saveBlob(file("svg"), new Blob([picture().svg], { type: "image/svg+xml" }))}
      >
        SVG
      </Button>
      <Button look="quiet" icon={<Image aria-hidden />} onClick={() => void savePng()}>
        PNG
      </Button>
    </>
  );
}
