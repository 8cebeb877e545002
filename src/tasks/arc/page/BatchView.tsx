import { ListChecks } from "lucide-react";
import { useMemo, useState } from "react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { type Batch, batchConditions, batchSecondsLeft } from "../../../app/puzzles/batchActions.ts";
import { batchSets } from "../../../app/puzzles/batchSets.ts";
import { usePuzzleState, usePuzzles } from "../../../app/puzzles/usePuzzles.ts";
import { Button } from "../../../ui/primitives/Button.tsx";
import { formatSeconds, plural } from "../../../ui/primitives/format.ts";
import { ScrollTable } from "../../../ui/primitives/tables/ScrollTable.tsx";
import { Verdict } from "../../../ui/primitives/Verdict.tsx";
import { BatchFigures } from "./BatchFigures.tsx";
import styles from "./BatchView.module.css";
import { puzzleRowLabel } from "./puzzleText.ts";
import { whyNotReady } from "./readiness.ts";

/** One puzzle says little: many, one after the other, with what they say together. */
export function BatchView() {
  const batch = usePuzzleState((state) => state.batch);
  return (
    <section className={styles.batch} aria-labelledby="heading-batch">
      <h2 id="heading-batch" className={styles.heading}>
        Many puzzles
      </h2>
      <p className={styles.meaning}>
        One puzzle could be luck. Each of a set is run with the settings and controls above; every one begins
        with the model as it came.
      </p>
      <Choice />
      {batch && <Results batch={batch} />}
    </section>
  );
}

function Choice() {
  const { startBatch } = usePuzzles();
  const loaded = usePlaygroundState((state) => state.session.loaded);
  const imported = usePuzzleState((state) => state.imported);
  const seed = usePuzzleState((state) => state.settings.seed);
  const cannot = usePlaygroundState(whyNotReady);
  const busy = usePlaygroundState((state) => state.puzzleRunId !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [most, setMost] = useState(10);
  const sets = useMemo(() => batchSets({ imported, seed }, loaded), [imported, seed, loaded]);
  const set = sets.find(({ id }) => id === chosen) ?? sets[0];
  if (!set) return null;
  const items = set.items.slice(0, most);
  const left = set.tooLarge > 0 ? `${set.tooLarge} more are too large for the model.` : "";
  return (
    <div className={styles.choice}>
      <label>
        Set
        <select value={set.id} onChange={(event) => setChosen(event.target.value)}>
          {sets.map(({ id, name, items: { length } }) => (
            <option key={id} value={id}>
              {name} ({length})
            </option>
          ))}
        </select>
      </label>
      <label>
        Puzzles
        <input
          type="number"
          min={1}
          max={set.items.length}
          value={Number.isNaN(most) ? "" : most}
          onChange={(event) => setMost(event.target.valueAsNumber)}
        />
      </label>
      <Button
        icon={<ListChecks aria-hidden />}
        disabled={busy || cannot !== undefined || items.length === 0}
        aria-describedby={cannot === undefined ? undefined : "puzzle-reason"}
        onClick={() => startBatch(set.name, items)}
      >
        Run {plural(items.length, "puzzle")}
      </Button>
      <p>{left}</p>
    </div>
  );
}

function Results({ batch }: { batch: Batch }) {
  const { choose } = usePuzzles();
  const conditions = batchConditions(batch);
  const shown = batch.items.slice(0, batch.done);
  return (
    <div className={styles.results}>
      <p role="status">{statusOf(batch)}</p>
      {conditions.length > 0 && <BatchFigures batch={batch} />}
      {shown.length > 0 && (
        <ScrollTable caption="Solved or not, puzzle by puzzle">
          <thead>
            <tr>
              <th scope="col">Puzzle</th>
              {conditions.map((condition) => (
                <th key={condition} scope="col">
                  {puzzleRowLabel(condition)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, source, solved, problem }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a set's items have a place and no other name
              <tr key={index}>
                <th scope="row">
                  <Button look="quiet" onClick={() => choose(source)}>
                    {name}
                  </Button>
                  {problem !== undefined && <span className={styles.problem}>{problem}</span>}
                </th>
                {conditions.map((condition) => {
                  const isSolved = solved[condition];
                  return (
                    <td key={condition}>{isSolved === undefined ? "–" : <Verdict correct={isSolved} />}</td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </div>
  );
}

function statusOf(batch: Batch): string {
  const { name, items, done, status } = batch;
  const count = `${done} of ${plural(items.length, "puzzle")}`;
  const left = batchSecondsLeft(batch);
  switch (status) {
    case "running":
      return `${name}: ${count} done${left === null ? "" : `, about ${formatSeconds(left)} left`}. Cancel above ends the set.`;
    case "finished":
      return `${name}: ${plural(items.length, "puzzle")}.`;
    case "cancelled":
      return `${name}: cancelled after ${count}.`;
    case "failed":
      return `${name}: stopped after ${count}; the engine could not go on.`;
  }
}
