import type { ArcContext } from "../../arcContext.ts";
import { cellFor, PairPicture } from "../grids/PairPicture.tsx";
import styles from "./PuzzleSheet.module.css";

/** The puzzle as the model reads it: demonstrations, and what is asked. */
export function PuzzleSheet({ context: { name, puzzle } }: { context: ArcContext }) {
  const cell = cellFor([...puzzle.train, ...puzzle.test], 300, 22);
  return (
    <section aria-labelledby="heading-puzzle">
      <h3 id="heading-puzzle" className={styles.name}>
        {name}
      </h3>
      <h4 className={styles.part}>It is shown</h4>
      <ol className={styles.pairs}>
        {puzzle.train.map((pair, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a puzzle's pairs are replaced as a whole
          <li key={index}>
            <PairPicture {...pair} label={`Demonstration ${index + 1}`} cell={cell} />
          </li>
        ))}
      </ol>
      <h4 className={styles.part}>It is asked</h4>
      <ol className={styles.pairs}>
        {puzzle.test.map(({ input }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a puzzle's pairs are replaced as a whole
          <li key={index}>
            <PairPicture
              input={input}
              output={
                <span className={styles.asked} style={{ width: cell * 3, height: cell * 3 }}>
                  ?
                </span>
              }
              label={puzzle.test.length > 1 ? `Test ${index + 1}` : "Test"}
              cell={cell}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
