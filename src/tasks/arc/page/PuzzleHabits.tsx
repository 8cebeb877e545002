import { Fragment } from "react";
import type { RoundsRun } from "../../../runs/rounds/state.ts";
import { formatPercent } from "../../../ui/primitives/format.ts";
import styles from "../../../ui/primitives/Section.module.css";
import { NumberHead } from "../../../ui/primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../ui/primitives/tables/ScrollTable.tsx";
import table from "../../../ui/primitives/tables/table.module.css";
import { roundName } from "../../../ui/views/rounds/roundsText.ts";
import { editHabits } from "./editHabits.ts";

/** What changed in how the writer chooses, by round: of its configurations for held-out puzzles. */
export function PuzzleHabits({ run }: { run: RoundsRun }) {
  const rounds = run.rounds.filter(({ score }) => score);
  if (rounds.length === 0) return null;
  const habits = editHabits(rounds);
  const groups = [...new Set(habits.map(({ group }) => group))];
  return (
    <section className={styles.section} aria-labelledby="heading-habits">
      <h2 id="heading-habits">The writer’s habits</h2>
      <ScrollTable caption="Edits for held-out puzzles: how often each choice is made">
        <thead>
          <tr>
            <th scope="col">Choice</th>
            {rounds.map(({ round }) => (
              <NumberHead key={round}>{roundName(round)}</NumberHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Fragment key={group}>
              <tr className={styles.group}>
                <th scope="rowgroup" colSpan={rounds.length + 1}>
                  {group}
                </th>
              </tr>
              {habits
                .filter((habit) => habit.group === group)
                .map(({ choice, shares }) => (
                  <ShareRow key={choice} name={choice} shares={shares} />
                ))}
            </Fragment>
          ))}
          <tr className={styles.group}>
            <th scope="rowgroup" colSpan={rounds.length + 1}>
              Truth
            </th>
          </tr>
          <ShareRow
            name="Of those that assert something, true"
            shares={rounds.map(({ score }) => score?.habits.trueShare ?? null)}
          />
        </tbody>
      </ScrollTable>
    </section>
  );
}

function ShareRow({ name, shares }: { name: string; shares: readonly (number | null)[] }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {shares.map((share, round) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a round's place is its number
        <td key={round} className={table.number}>
          {share === null ? "–" : formatPercent(share)}
        </td>
      ))}
    </tr>
  );
}
