import { Download } from "lucide-react";
import type { EditRun, Row } from "../../../../runs/edit/state.ts";
import { Button } from "../../../../ui/primitives/Button.tsx";
import { plural } from "../../../../ui/primitives/format.ts";
import { saveFile } from "../../../../ui/primitives/saveFile.ts";
import { Verdict } from "../../../../ui/primitives/Verdict.tsx";
import type { Grid } from "../../grid.ts";
import type { Puzzle, Query } from "../../puzzle.ts";
import { GridPicture } from "../grids/GridPicture.tsx";
import { answerOf, contextOfRun, gridSoFar, mismatches, type TestAnswer } from "../reading.ts";
import { submissionJson } from "../source/puzzleExport.ts";
import styles from "./RowAnswer.module.css";

interface RowAnswerProps {
  run: EditRun;
  row: Row;
  puzzle: Puzzle;
}

/** The attempts of one condition at every test input, cell by cell against the truth, and the votes for them. */
export function RowAnswer({ run, row, puzzle }: RowAnswerProps) {
  const answer = answerOf(run, row);
  const taskName = contextOfRun(run)?.name ?? "puzzle";
  const partial = run.answers[row]?.partial[0];
  if (!answer)
    return partial === undefined ? (
      <p className={styles.wait}>Not answered yet.</p>
    ) : (
      <SoFar text={partial} />
    );
  return (
    <div className={styles.tests}>
      {puzzle.test.map((query, index) => {
        const test = answer.tests[index];
        const name = puzzle.test.length > 1 ? `Test ${index + 1}` : "Test";
        // biome-ignore lint/suspicious/noArrayIndexKey: a run's puzzle never changes
        return test && <Attempts key={index} name={name} query={query} test={test} />;
      })}
      <Button
        look="quiet"
        icon={<Download aria-hidden />}
        title="Two attempts for each test input, as the public competition takes them, and the votes"
        onClick={() => saveFile(`${taskName}-attempts.json`, submissionJson([{ name: taskName, answer }]))}
      >
        Save attempts
      </Button>
    </div>
  );
}

/** The first view's answer as it is decoded. */
function SoFar({ text }: { text: string }) {
  const grid = gridSoFar(text);
  return grid ? (
    <figure className={styles.attempt}>
      <GridPicture grid={grid} label={null} cell={cellOf([grid])} />
      <figcaption>answering…</figcaption>
    </figure>
  ) : (
    <p className={styles.wait}>Answering…</p>
  );
}

function Attempts({ name, query, test }: { name: string; query: Query; test: TestAnswer }) {
  const { ballots, attempts } = test;
  const cell = cellOf([...attempts.map(({ grid }) => grid), query.output ?? query.input]);
  const failed = ballots.filter(({ grid }) => grid === null);
  return (
    <div>
      <div className={styles.attempts}>
        {attempts.map(({ grid, views }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: attempts have an order and nothing else
          <figure key={index} className={styles.attempt}>
            <Compared grid={grid} truth={query.output} label={`${name}, attempt ${index + 1}`} cell={cell} />
            <figcaption>
              <Judged grid={grid} truth={query.output} />
              <span title={views.join(", ")}>
                attempt {index + 1}: {views.length} of {plural(ballots.length, "view")}
              </span>
            </figcaption>
          </figure>
        ))}
        {attempts.length === 0 && <p className={styles.wait}>No view gave a whole grid.</p>}
        {query.output && (
          <figure className={styles.attempt}>
            <GridPicture grid={query.output} label={`${name}, right answer`} cell={cell} />
            <figcaption>right answer</figcaption>
          </figure>
        )}
      </div>
      <details className={styles.votes}>
        <summary>How the {plural(ballots.length, "view")} voted</summary>
        <ul>
          {ballots.map(({ view, grid, fault }) => (
            <li key={view}>
              {grid ? (
                <Compared
                  grid={grid}
                  truth={query.output}
                  label={`${name}, ${view}`}
                  cell={Math.max(6, Math.floor(cell / 2))}
                />
              ) : (
                <span className={styles.fault}>{fault ?? "no grid"}</span>
              )}
              <span>{view === "identity" ? "as it is" : view}</span>
            </li>
          ))}
        </ul>
        {failed.length > 0 && <p className={styles.wait}>Views without a grid do not vote.</p>}
      </details>
    </div>
  );
}

interface ComparedProps {
  grid: Grid;
  truth: Grid | null;
  label: string;
  cell: number;
}

/** A grid with the cells outlined that are not as they should be. */
function Compared({ grid, truth, label, cell }: ComparedProps) {
  const wrong = truth ? mismatches(grid, truth) : null;
  return (
    <GridPicture
      grid={grid}
      label={label}
      cell={cell}
      {...(wrong ? { marked: wrong, markedText: "are wrong" } : {})}
    />
  );
}

function Judged({ grid, truth }: { grid: Grid; truth: Grid | null }) {
  if (!truth) return <span>the answer is not known</span>;
  const wrong = mismatches(grid, truth);
  if (wrong?.size === 0) return <Verdict correct />;
  return (
    <span className={styles.judged}>
      <Verdict correct={false} />
      {wrong ? `${plural(wrong.size, "cell")} differ${wrong.size === 1 ? "s" : ""}` : "another size"}
    </span>
  );
}

function cellOf(grids: readonly Grid[]): number {
  const widest = Math.max(...grids.map((grid) => grid[0]?.length ?? 1));
  return Math.max(8, Math.min(26, Math.floor(150 / widest)));
}
