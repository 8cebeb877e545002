import { Fragment } from "react";
import { formatPercent } from "../../../ui/primitives/format.ts";
import { NumberHead } from "../../../ui/primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../ui/primitives/tables/ScrollTable.tsx";
import table from "../../../ui/primitives/tables/table.module.css";
import type { ScoredRound } from "../../page/taskPage.ts";
import { editHabits } from "./habits.ts";

/** What changed in how the writer chooses, by round: of its configurations for held-out puzzles. */
export function HabitsView({ rounds }: { rounds: readonly ScoredRound[] }) {
  const choices = editHabits(rounds);
  const groups = [...new Set(choices.map(({ group }) => group))];
  return (
    <ScrollTable caption="Edits for held-out puzzles: how often each choice is made">
      <thead>
        <tr>
          <th scope="col">Choice</th>
          {rounds.map(({ name }) => (
            <NumberHead key={name}>{name}</NumberHead>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <Fragment key={group}>
            <tr className={table.group}>
              <th scope="rowgroup" colSpan={rounds.length + 1}>
                {group}
              </th>
            </tr>
            {choices
              .filter((habit) => habit.group === group)
              .map(({ choice, shares }) => (
                <ShareRow key={choice} name={choice} shares={shares} />
              ))}
          </Fragment>
        ))}
        <tr className={table.group}>
          <th scope="rowgroup" colSpan={rounds.length + 1}>
            Truth
          </th>
        </tr>
        <ShareRow
          name="Of those that assert something, true"
          shares={rounds.map(({ habits }) => habits.trueShare)}
        />
      </tbody>
    </ScrollTable>
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
