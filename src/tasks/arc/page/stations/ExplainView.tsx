import type { EditRun, ExampleLoss, Row } from "../../../../runs/edit/state.ts";
import { rowsOf } from "../../../../runs/edit/state.ts";
import { formatLoss, plural } from "../../../../ui/primitives/format.ts";
import type { Query } from "../../puzzle.ts";
import { GridPicture } from "../grids/GridPicture.tsx";
import { cellFor, PairPicture } from "../grids/PairPicture.tsx";
import { answerOf, contextOfRun, materialOf, type TestAnswer, type TrainedExample } from "../reading.ts";
import { puzzleRow } from "../text.ts";
import styles from "./ExplainView.module.css";
import { explainVote, movedMost } from "./explanation.ts";

/** Examples shown with their grids. */
const SHOWN = 3;

/** Of a puzzle that was solved: which views agreed on the answer, where they differed, and what training moved. */
export function ExplainView({ run }: { run: EditRun }) {
  const context = contextOfRun(run);
  const row = solvedRow(run);
  const answer = row && answerOf(run, row);
  if (!context || !row || !answer) return null;
  return (
    <section className={styles.explain} aria-label="Why this answer">
      <h3 className={styles.heading}>Why this answer</h3>
      <p className={styles.about}>
        {row === "untouched" ? "Before any training" : `Trained by: ${puzzleRow(row).label.toLowerCase()}`}.
        Each view is the puzzle turned or mirrored; its answer is turned back before it votes.
      </p>
      {context.puzzle.test.map((query, index) => {
        const test = answer.tests[index];
        // biome-ignore lint/suspicious/noArrayIndexKey: a run's puzzle never changes
        return test && <Votes key={index} query={query} test={test} />;
      })}
      <MovedExamples run={run} />
    </section>
  );
}

/** The own edit first, then whatever else solved it. */
function solvedRow(run: EditRun): Row | undefined {
  const rows: Row[] = ["self-edit", ...rowsOf(run)];
  return rows.find((row) => run.answers[row]?.result?.correct === 1);
}

function Votes({ query, test }: { query: Query; test: TestAnswer }) {
  const vote = explainVote(test, query.output);
  if (!vote) return null;
  const { grid, agreed, others, disputed, withoutGrid } = vote;
  const cell = Math.max(6, Math.min(20, Math.floor(140 / (grid[0]?.length ?? 1))));
  return (
    <div className={styles.votes}>
      <figure className={styles.figure}>
        <GridPicture
          grid={grid}
          label="The answer"
          cell={cell}
          marked={disputed}
          markedText="a view answered otherwise"
        />
        <figcaption>
          {agreed.length} of {plural(test.ballots.length, "view")}: {agreed.map(viewName).join(", ")}
        </figcaption>
      </figure>
      {others.map((other) => (
        <figure key={other.view} className={styles.figure}>
          <GridPicture
            grid={other.grid}
            label={`Otherwise, ${viewName(other.view)}`}
            cell={Math.max(4, Math.floor(cell * 0.7))}
            marked={other.differs ?? undefined}
            markedText="differ from the answer"
          />
          <figcaption>
            {viewName(other.view)}:{" "}
            {other.differs ? `${plural(other.differs.size, "cell")} otherwise` : "another size"}
          </figcaption>
        </figure>
      ))}
      <p className={styles.about}>
        {others.length === 0 && withoutGrid === 0
          ? "All views agree in every cell."
          : disputed.size > 0
            ? `Outlined in the answer: ${plural(disputed.size, "cell")} that a view answered otherwise.`
            : ""}
        {withoutGrid > 0 && ` ${plural(withoutGrid, "view")} wrote no grid.`}
      </p>
    </div>
  );
}

/** Which of the examples of the own edit training changed most; nothing in logs that do not tell. */
function MovedExamples({ run }: { run: EditRun }) {
  const training = run.trainings["self-edit"];
  const material = training ? materialOf(training) : null;
  if (!material || !run.examples || run.examples.length === 0) return null;
  const moved = movedMost(run.examples);
  return (
    <div>
      <h4 className={styles.part}>What training moved most</h4>
      <p className={styles.about}>
        Loss in nats a token before and after training by its own edit, of {plural(moved.length, "example")}{" "}
        out of {material.examples.length}: of each way to make them, one for each demonstration asked.
      </p>
      <ol className={styles.examples}>
        {moved.slice(0, SHOWN).map((loss) => {
          const example = material.examples[loss.example];
          return example && <Moved key={loss.example} loss={loss} example={example} />;
        })}
      </ol>
      {moved.length > SHOWN && (
        <details className={styles.more}>
          <summary>The other {moved.length - SHOWN}</summary>
          <ul>
            {moved.slice(SHOWN).map((loss) => {
              const example = material.examples[loss.example];
              return (
                example && (
                  <li key={loss.example}>
                    {nameOf(example)}: {changeOf(loss)}
                  </li>
                )
              );
            })}
          </ul>
        </details>
      )}
    </div>
  );
}

function Moved({ loss, example }: { loss: ExampleLoss; example: TrainedExample }) {
  const [input, output] = example.pairs.at(-1) ?? [];
  if (!input || !output) return null;
  const name = nameOf(example);
  return (
    <li>
      <PairPicture input={input} output={output} label={name} cell={cellFor([{ input, output }], 230, 12)} />
      <span>
        {name}
        <br />
        <strong>{changeOf(loss)}</strong>
      </span>
    </li>
  );
}

function nameOf({ origin, sources }: TrainedExample): string {
  return `${origin}, demonstration ${(sources.at(-1) ?? 0) + 1} asked`;
}

function changeOf({ before, after }: ExampleLoss): string {
  return `${formatLoss(before)} → ${formatLoss(after)}`;
}

function viewName(view: string): string {
  return view === "identity" ? "as it is" : view;
}
