import type { PaletteName } from "./looks.ts";

interface CellColour {
  name: string;
  colour: string;
  /** Of a digit or a mark in such a cell: whichever contrasts more. */
  ink: "#000" | "#fff";
}

interface Palette {
  label: string;
  help: string;
  colours: readonly CellColour[];
}

const dark = (name: string, colour: string): CellColour => ({ name, colour, ink: "#fff" });
const light = (name: string, colour: string): CellColour => ({ name, colour, ink: "#000" });

/** The ten colours of a puzzle, 0 to 9. */
export const PALETTE_TEXTS: Record<PaletteName, Palette> = {
  official: {
    label: "ARC’s",
    help: "The ten colours in which ARC puzzles are usually shown.",
    colours: [
      dark("black", "#000000"),
      dark("blue", "#0074d9"),
      light("red", "#ff4136"),
      light("green", "#2ecc40"),
      light("yellow", "#ffdc00"),
      light("grey", "#aaaaaa"),
      light("magenta", "#f012be"),
      light("orange", "#ff851b"),
      light("sky blue", "#7fdbff"),
      dark("maroon", "#870c25"),
    ],
  },
  safe: {
    label: "Colour-blind safe",
    help: "Okabe and Ito’s colours, apart for every kind of colour vision, with grey and white.",
    colours: [
      dark("black", "#000000"),
      dark("blue", "#0072b2"),
      light("vermilion", "#d55e00"),
      light("green", "#009e73"),
      light("yellow", "#f0e442"),
      light("grey", "#999999"),
      light("pink", "#cc79a7"),
      light("orange", "#e69f00"),
      light("sky blue", "#56b4e9"),
      light("white", "#f7f7f7"),
    ],
  },
};

export function colourName(palette: PaletteName, colour: number): string {
  return PALETTE_TEXTS[palette].colours[colour]?.name ?? "not written yet";
}
