import type { Json } from "../../../../protocol/run.ts";
import { readPuzzle } from "../reading.ts";
import styles from "./ContextPreview.module.css";
import { cellFor, PairPicture } from "./PairPicture.tsx";

/** The demonstrations of a puzzle and its answer, small: enough to judge what an edit asserts. */
export function ContextPreview({ context }: { context: Json }) {
  const named = readPuzzle(context);
  if (named === null) return null;
  const { train, test } = named.puzzle;
  const cell = cellFor([...train, ...test], 150, 10);
  return (
    <ol className={styles.pairs}>
      {train.map((pair, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a puzzle's pairs never change
        <li key={index}>
          <PairPicture {...pair} label={`Demonstration ${index + 1}`} cell={cell} />
        </li>
      ))}
      {test.map(({ input, output }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a puzzle's pairs never change
        <li key={`test ${index}`}>
          <PairPicture input={input} output={output ?? "?"} label="Asked, with its answer" cell={cell} />
        </li>
      ))}
    </ol>
  );
}
