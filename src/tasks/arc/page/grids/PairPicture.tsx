import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import type { Grid } from "../../grid.ts";
import { GridPicture } from "./GridPicture.tsx";
import styles from "./PairPicture.module.css";

interface PairPictureProps {
  input: Grid;
  /** A grid, or what stands in its place. */
  output: Grid | ReactNode;
  /** What it is, e.g. "Demonstration 2"; null where the grids should not be read out. */
  label: string | null;
  cell: number;
}

/** What goes in, an arrow, what comes out. */
export function PairPicture({ input, output, label, cell }: PairPictureProps) {
  return (
    <div className={styles.pair}>
      <GridPicture grid={input} label={label && `${label}, input`} cell={cell} />
      <ArrowRight className={styles.arrow} aria-hidden />
      {isGrid(output) ? (
        <GridPicture grid={output} label={label && `${label}, output`} cell={cell} />
      ) : (
        output
      )}
    </div>
  );
}

function isGrid(output: Grid | ReactNode): output is Grid {
  return Array.isArray(output);
}

/** A side of cells that lets the widest pair stand in the given room, between 4 and `most` pixels. */
export function cellFor(
  pairs: readonly { input: Grid; output: Grid | null }[],
  room: number,
  most: number,
): number {
  const widest = Math.max(
    ...pairs.map(({ input, output }) => (input[0]?.length ?? 0) + (output ?? input)[0]!.length),
  );
  return Math.max(4, Math.min(most, Math.floor((room - 40) / widest)));
}
