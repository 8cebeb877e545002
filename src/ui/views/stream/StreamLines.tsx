import type { Tally } from "../../../protocol/run.ts";
import type { StreamRun } from "../../../runs/stream/state.ts";
import page from "../../primitives/Section.module.css";
import { ScrollTable } from "../../primitives/tables/ScrollTable.tsx";
import { TallyCells, TallyHeads } from "../../primitives/tables/TallyCells.tsx";
import { useStreamTask } from "./useStreams.ts";

/** The three lines that the matrix comes to, over the passages learned so far. */
export function StreamLines({ run }: { run: StreamRun }) {
  const { one, many } = useStreamTask().rounds.words;
  const last = run.steps.findLast(({ score }) => score);
  if (!last?.score) return null;
  const { justLearned, allLearned, untouched } = last.score;
  const learned = run.steps.filter(({ score }) => score).length;
  return (
    <section className={page.section} aria-labelledby="heading-stream-lines">
      <h2 id="heading-stream-lines">What that comes to</h2>
      <p className={page.meaning}>{meaning(justLearned, allLearned, untouched, learned, one)}</p>
      <ScrollTable caption={`Over the ${learned} ${many} learned so far`}>
        <thead>
          <tr>
            <th scope="col">Mean</th>
            <TallyHeads share="Share" />
          </tr>
        </thead>
        <tbody>
          <Line label={`Just learned: each ${one} right after its own step`} tally={justLearned} />
          <Line label={`All learned: the same ${many} now`} tally={allLearned} />
          <Line label="Untouched model" tally={untouched} />
        </tbody>
      </ScrollTable>
    </section>
  );
}

function Line({ label, tally }: { label: string; tally: Tally }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <TallyCells tally={tally} />
    </tr>
  );
}

function meaning(just: Tally, all: Tally, untouched: Tally, learned: number, one: string): string {
  if (learned < 2) return `With the next ${one} it will show what stays of this one.`;
  const points = Math.round((100 * (just.correct - all.correct)) / all.total);
  const left = Math.round((100 * (all.correct - untouched.correct)) / all.total);
  const isClear = all.interval[0] > untouched.interval[1];
  const lost =
    points > 0
      ? `Of what was just learned, ${points} points are gone again.`
      : "Nothing of what was just learned is lost.";
  const rest = left > 0 ? `${left} points above` : "no more than";
  const doubt = left > 0 && !isClear ? ", which may be luck: the intervals overlap" : "";
  return `${lost} What is left is ${rest} the untouched model${doubt}.`;
}
