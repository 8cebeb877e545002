import { contextOn } from "../../../app/puzzles/puzzleActions.ts";
import { usePuzzleState } from "../../../app/puzzles/usePuzzles.ts";
import { cellFor, PairPicture } from "./PairPicture.tsx";
import styles from "./PuzzleSheet.module.css";

/** The puzzle as the model reads it: demonstrations, and what is asked. */
export function PuzzleSheet() {
  const { name, puzzle } = usePuzzleState(contextOn);
  const cell = cellFor([...puzzle.train, ...puzzle.test], 300, 22);
  return (
    <section aria-labelledby="heading-puzzle">
      <h2 id="heading-puzzle" className={styles.name}>
        {name}
      </h2>
      <h3 className={styles.part}>It is shown</h3>
      <ol className={styles.pairs}>
        {puzzle.train.map((pair, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a puzzle's pairs are replaced as a whole
          <li key={index}>
            <PairPicture {...pair} label={`Demonstration ${index + 1}`} cell={cell} />
          </li>
        ))}
      </ol>
      <h3 className={styles.part}>It is asked</h3>
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
