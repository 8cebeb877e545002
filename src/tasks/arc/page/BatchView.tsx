import { ListChecks } from "lucide-react";
import { useMemo, useState } from "react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { batchSets } from "../../../app/puzzles/batchSets.ts";
import { usePuzzleState, usePuzzles } from "../../../app/puzzles/usePuzzles.ts";
import { leaseOf, shownRun } from "../../../app/runs/runsState.ts";
import { batchConditions, batchSecondsLeft } from "../../../runs/batch/figures.ts";
import type { BatchRun } from "../../../runs/batch/state.ts";
import { Button } from "../../../ui/primitives/Button.tsx";
import { formatSeconds, plural } from "../../../ui/primitives/format.ts";
import { ScrollTable } from "../../../ui/primitives/tables/ScrollTable.tsx";
import { Verdict } from "../../../ui/primitives/Verdict.tsx";
import { BatchFigures } from "./BatchFigures.tsx";
import styles from "./BatchView.module.css";
import { readPuzzle } from "./puzzleReading.ts";
import { puzzleRowLabel } from "./puzzleText.ts";
import { whyNotReady } from "./readiness.ts";

/** One puzzle says little: many, one after the other, with what they say together. */
export function BatchView() {
  const batch = usePlaygroundState((state) => shownRun(state, "batch", "arc"));
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
  const busy = usePlaygroundState((state) => leaseOf(state, "edit", "arc") !== null);
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

function Results({ batch }: { batch: BatchRun }) {
  const { chooseItem } = usePuzzles();
  const conditions = batchConditions(batch);
  return (
    <div className={styles.results}>
      <p role="status">{statusOf(batch)}</p>
      {conditions.length > 0 && <BatchFigures batch={batch} />}
      {batch.results.length > 0 && (
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
            {batch.results.map(({ results, failure }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a set's items have a place and no other name
              <tr key={index}>
                <th scope="row">
                  <Button look="quiet" onClick={() => chooseItem(batch, index)}>
                    {readPuzzle(batch.items[index]?.context ?? null)?.name ?? `Puzzle ${index + 1}`}
                  </Button>
                  {failure && <span className={styles.problem}>{failure.message}</span>}
                </th>
                {conditions.map((condition) => {
                  const result = results.find((one) => one.condition === condition);
                  const isCounted = result !== undefined && batch.items[index]?.counted === true;
                  return (
                    <td key={condition}>
                      {isCounted ? <Verdict correct={result.correct === result.total} /> : "–"}
                    </td>
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

function statusOf(batch: BatchRun): string {
  const { set, items, results, status } = batch;
  const count = `${results.length} of ${plural(items.length, "puzzle")}`;
  const left = batchSecondsLeft(batch);
  switch (status) {
    case "paused":
      return `${set}: waits after ${count}.`;
    case "running":
      return `${set}: ${count} done${left === null ? "" : `, about ${formatSeconds(left)} left`}. Cancel above ends the set.`;
    case "finished":
      return `${set}: ${plural(items.length, "puzzle")}.`;
    case "cancelled":
      return `${set}: cancelled after ${count}.`;
    case "failed":
      return `${set}: stopped after ${count}; the engine could not go on.`;
  }
}
