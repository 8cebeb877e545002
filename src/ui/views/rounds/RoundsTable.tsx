import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { rewardChoice } from "../../../app/rounds/roundsDraft.ts";
import { compareRewards } from "../../../runs/rounds/comparison.ts";
import type { RoundsSummary } from "../../../runs/rounds/summary.ts";
import page from "../../primitives/Section.module.css";
import { NumberHead } from "../../primitives/tables/NumberHead.tsx";
import table from "../../primitives/tables/table.module.css";
import { LongRunTable, shareText, useRunLines } from "../../runs/LongRunTable.tsx";
import { comparisonText, REWARD_NAMES, riseText } from "./roundsText.ts";

/** All rounds that were run in this browser, and the recorded ones, side by side, and what a rise of the controls means. */
export function RoundsTable() {
  const task = usePlaygroundState((state) => state.roundsTask);
  const lines = useRunLines("rounds", task);
  const runs = [...lines.own, ...lines.recorded];
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
      <LongRunTable
        kind="rounds"
        caption="Held-out accuracy of all rounds that were run here, and of recorded ones"
        lines={lines}
        earlier="earlier rounds"
        heads={
          <>
            <th scope="col">Reward</th>
            <NumberHead>Seed</NumberHead>
            {rounds.map((round) => (
              <NumberHead key={round}>{round === 0 ? "Before" : `Round ${round}`}</NumberHead>
            ))}
            <NumberHead>Points</NumberHead>
          </>
        }
        sizeOf={sizeOf}
        cellsOf={(run) => (
          <>
            <td>{REWARD_NAMES[rewardChoice(run.settings)]}</td>
            <td className={table.number}>{run.settings.seed}</td>
            {rounds.map((round) => (
              <td key={round} className={table.number}>
                {shareText(run.rounds[round])}
              </td>
            ))}
            <td className={table.number}>{riseText(run)}</td>
          </>
        )}
      />
    </section>
  );
}

function sizeOf({ settings }: RoundsSummary): string {
  const kept = settings.keep === "solving" ? ", all that solve kept" : "";
  return `${settings.contextsPerRound} × ${settings.samples} edits${kept}`;
}
