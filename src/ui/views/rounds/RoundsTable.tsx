import { useShallow } from "zustand/shallow";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { rewardChoice } from "../../../app/rounds/roundsDraft.ts";
import { runsOf } from "../../../app/runs/runsState.ts";
import { compareRewards } from "../../../runs/rounds/comparison.ts";
import type { RoundsSummary } from "../../../runs/rounds/summary.ts";
import { formatPercent } from "../../primitives/format.ts";
import page from "../../primitives/Section.module.css";
import { NumberHead } from "../../primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../primitives/tables/ScrollTable.tsx";
import table from "../../primitives/tables/table.module.css";
import { useFirst } from "../../primitives/tables/useFirst.tsx";
import { LongRunRow } from "../../runs/LongRunRow.tsx";
import { useRecordedLines } from "../../runs/useRecordings.ts";
import { comparisonText, REWARD_NAMES, riseText } from "./roundsText.ts";

/** All rounds that were run in this browser, and the recorded ones, side by side, and what a rise of the controls means. */
export function RoundsTable() {
  const task = usePlaygroundState((state) => state.roundsTask);
  const own = usePlaygroundState(useShallow((state) => runsOf(state, "rounds", task)));
  const recorded = useRecordedLines("rounds", task);
  const [visible, others] = useFirst(own, "earlier rounds");
  const runs = [...own, ...recorded];
  if (runs.length === 0) return null;
  const most = Math.max(...runs.map(({ settings }) => settings.rounds));
  const rounds = Array.from({ length: most + 1 }, (_, round) => round);
  return (
    <section className={page.section} aria-labelledby="heading-rounds-runs" data-panel="runs">
      <h2 id="heading-rounds-runs">Is it the reward?</h2>
      <p className={page.meaning}>
        Random rewards, the longest edit and keeping all edits train the writer too, but not on what helped. A
        rise that these also give is not reinforcement learning. {comparisonText(compareRewards(runs))}
      </p>
      <ScrollTable caption="Held-out accuracy of all rounds that were run here, and of recorded ones">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Reward</th>
            <NumberHead>Seed</NumberHead>
            {rounds.map((round) => (
              <NumberHead key={round}>{round === 0 ? "Before" : `Round ${round}`}</NumberHead>
            ))}
            <NumberHead>Points</NumberHead>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...visible, ...recorded].map((run) => (
            <LongRunRow key={run.runId} kind="rounds" run={run} size={sizeOf(run)}>
              <td>{REWARD_NAMES[rewardChoice(run.settings)]}</td>
              <td className={table.number}>{run.settings.seed}</td>
              {rounds.map((round) => {
                const tally = run.rounds[round];
                return (
                  <td key={round} className={table.number}>
                    {tally ? formatPercent(tally.correct / tally.total) : "–"}
                  </td>
                );
              })}
              <td className={table.number}>{riseText(run)}</td>
            </LongRunRow>
          ))}
        </tbody>
      </ScrollTable>
      {others}
    </section>
  );
}

function sizeOf({ settings }: RoundsSummary): string {
  const kept = settings.keep === "solving" ? ", all that solve kept" : "";
  return `${settings.contextsPerRound} × ${settings.samples} edits${kept}`;
}
