import { ListChecks, RotateCw, Trash2 } from "lucide-react";
import { useCallback, useMemo } from "react";
import { modelsAtHand } from "../../../../app/edit/taskModels.ts";
import { whyNotReady } from "../../../../app/engine/readiness.ts";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import type { SetChoice } from "../../../../app/playgroundState.ts";
import { isBusy, shownRun } from "../../../../app/runs/runsState.ts";
import { batchConditions, batchSecondsLeft } from "../../../../runs/batch/figures.ts";
import type { BatchRun } from "../../../../runs/batch/state.ts";
import { Button } from "../../../primitives/Button.tsx";
import { capitalised, formatSeconds, plural } from "../../../primitives/format.ts";
import { Part } from "../../../primitives/Part.tsx";
import ExpectedTime from "../../../runs/ExpectedTime.tsx";
import ReplayBar from "../../../runs/ReplayBar.tsx";
import { useSomethingToSee } from "../../../runs/useRecordings.ts";
import { useUnfinished } from "../../../runs/useUnfinished.ts";
import { useSetup, useTask } from "../TaskContext.tsx";
import { BatchFigures } from "./BatchFigures.tsx";
import { BatchItems } from "./BatchItems.tsx";
import { BatchTable } from "./BatchTable.tsx";
import styles from "./BatchView.module.css";
import { SaveAnswers } from "./SaveAnswers.tsx";

/** One context says little: many, one after the other, with what they say together. */
export default function BatchView() {
  const { entry } = useTask();
  const { one, many } = entry.rounds.words;
  const batch = usePlaygroundState((state) => shownRun(state, "batch", entry.id));
  useSomethingToSee("batch", entry.id);
  return (
    <section className={styles.batch} aria-labelledby="heading-batch">
      <h2 id="heading-batch" className={styles.heading}>
        Many {many}
      </h2>
      <p className={styles.meaning}>
        One {one} could be luck. Each of a set is run with the settings and controls above; every one begins
        with the same weights, and nothing is carried over to the next.
      </p>
      <Choice />
      <ReplayBar kind="batch" task={entry.id} />
      <GoOn />
      {batch && <Results batch={batch} />}
      <BatchTable />
    </section>
  );
}

/** As many as are through in a few minutes. */
const USUAL_COUNT = 10;

function Choice() {
  const { entry, page } = useTask();
  const { one, many } = entry.rounds.words;
  const { edit, store } = usePlayground();
  const setup = useSetup();
  const { context, settings } = setup;
  const loaded = usePlaygroundState(({ session }) => session.loaded);
  const models = usePlaygroundState(({ session }) => session.models);
  const cannot = usePlaygroundState((state) => whyNotReady(state, "batch", entry.id));
  const busy = usePlaygroundState((state) => isBusy(state));
  const seed = Number(settings.seed);
  const chosen = usePlaygroundState((state) => state.sets[entry.id]);
  const most = chosen?.count ?? USUAL_COUNT;
  const sets = useMemo(
    () => page.sets?.(context, { seed, models: modelsAtHand({ loaded, models }, entry) }) ?? [],
    [page, entry, context, seed, loaded, models],
  );
  const set = sets.find(({ id }) => id === chosen?.id) ?? sets[0];
  const items = useMemo(() => set?.items.slice(0, Math.max(0, most)) ?? [], [set, most]);
  const plan = useCallback(
    () =>
      set && (set.model ?? loaded?.id) === loaded?.id
        ? edit.plannedBatch(entry.id, set.name, items, setup)
        : null,
    [edit, entry, set, items, loaded, setup],
  );
  if (!set) return null;
  const choose = (change: Partial<SetChoice>) =>
    store.setState((state) => ({
      sets: { ...state.sets, [entry.id]: { id: set.id, count: most, ...change } },
    }));
  const reader = models.find(({ id }) => id === set.model && id !== loaded?.id);
  const notes = [
    ...(reader ? [`${reader.name} reads them; it is loaded first.`] : []),
    ...(set.tooLarge > 0 ? [`${set.tooLarge} more are too large for any model that is here.`] : []),
  ];
  return (
    <div className={styles.choice}>
      <label>
        Set
        <select value={set.id} onChange={(event) => choose({ id: event.target.value })}>
          {sets.map(({ id, name, items: { length } }) => (
            <option key={id} value={id}>
              {name} ({length})
            </option>
          ))}
        </select>
      </label>
      <label>
        {capitalised(many)}
        <input
          type="number"
          min={1}
          max={set.items.length}
          value={Number.isNaN(most) ? "" : most}
          onChange={(event) => choose({ count: event.target.valueAsNumber })}
        />
      </label>
      <Button
        icon={<ListChecks aria-hidden />}
        disabled={busy || cannot !== undefined || items.length === 0}
        aria-describedby={cannot === undefined ? undefined : "run-reason"}
        onClick={() => void edit.startBatch(entry.id, set.name, items, set.model)}
      >
        Run {plural(items.length, one, many)}
      </Button>
      <p>
        {notes.join(" ")}{" "}
        {cannot === undefined && (
          <Part>
            <ExpectedTime kind="batch" task={entry.id} plan={plan} />
          </Part>
        )}
      </p>
    </div>
  );
}

/** Beside a set that was interrupted. */
function GoOn() {
  const { entry } = useTask();
  const { one, many } = entry.rounds.words;
  const unfinished = useUnfinished("batch", entry.id);
  const busy = usePlaygroundState((state) => whyNotReady(state, "batch", entry.id));
  if (unfinished === null) return null;
  const { run, foreign, resume, discard } = unfinished;
  const reason = busy ?? foreign;
  return (
    <div className={styles.choice}>
      <p>
        {run.results.length} of {plural(run.items.length, one, many)} are kept. {reason}
      </p>
      <Button look="plain" icon={<Trash2 aria-hidden />} onClick={discard}>
        Discard
      </Button>
      <Button icon={<RotateCw aria-hidden />} disabled={reason !== undefined} onClick={resume}>
        Resume
      </Button>
    </div>
  );
}

function Results({ batch }: { batch: BatchRun }) {
  const { edit } = usePlayground();
  const { one, many } = useTask().entry.rounds.words;
  return (
    <div className={styles.results}>
      <p role="status">{statusOf(batch, one, many)}</p>
      {batchConditions(batch).length > 0 && <BatchFigures batch={batch} />}
      <SaveAnswers batch={batch} />
      {batch.results.length > 0 && (
        <BatchItems batch={batch} onChoose={(index) => edit.chooseItem(batch, index)} />
      )}
    </div>
  );
}

function statusOf(batch: BatchRun, one: string, many: string): string {
  const { set, items, results, status } = batch;
  const count = `${results.length} of ${plural(items.length, one, many)}`;
  const left = batchSecondsLeft(batch);
  switch (status) {
    case "paused":
      return `${set}: waits after ${count}.`;
    case "running":
      return `${set}: ${count} done${left === null ? "" : `, about ${formatSeconds(left)} left`}. Cancel above ends the set.`;
    case "finished":
      return `${set}: ${plural(items.length, one, many)}.`;
    case "cancelled":
      return `${set}: cancelled after ${count}.`;
    case "failed":
      return `${set}: stopped after ${count}; the engine could not go on.`;
  }
}
