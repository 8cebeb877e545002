import { formatPercent } from "../../../ui/primitives/format.ts";
import { NumberHead } from "../../../ui/primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../../../ui/primitives/tables/ScrollTable.tsx";
import table from "../../../ui/primitives/tables/table.module.css";
import type { ScoredRound } from "../../page/taskPage.ts";

const KIND_NAMES: Record<string, string> = {
  vague: "Vague",
  restated: "Restated",
  implied: "Implied",
  question: "Question",
  "implied-question": "Implied question",
  other: "Other",
};

/** What changed in what the writer writes, by round: of its edits for held-out passages. */
export default function HabitsView({ rounds }: { rounds: readonly ScoredRound[] }) {
  const kinds = Object.keys(KIND_NAMES).filter((kind) =>
    rounds.some(({ habits }) => habits.kinds[kind] !== undefined),
  );
  const truthIsKnown = rounds.some(({ habits }) => habits.trueShare !== null);
  return (
    <ScrollTable caption="Edits for held-out passages: share of lines by kind, truth and length">
      <thead>
        <tr>
          <th scope="col">Writer</th>
          {kinds.map((kind) => (
            <NumberHead key={kind}>{KIND_NAMES[kind]}</NumberHead>
          ))}
          {truthIsKnown && <NumberHead title="Of the lines that claim something">True</NumberHead>}
          <NumberHead>Lines</NumberHead>
          <NumberHead>Characters</NumberHead>
        </tr>
      </thead>
      <tbody>
        {rounds.map(({ name, habits }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {kinds.map((kind) => (
              <td key={kind} className={table.number}>
                {formatPercent(habits.kinds[kind] ?? 0)}
              </td>
            ))}
            {truthIsKnown && (
              <td className={table.number}>
                {habits.trueShare === null ? "–" : formatPercent(habits.trueShare)}
              </td>
            )}
            <td className={table.number}>{habits.lines.toFixed(1)}</td>
            <td className={table.number}>{Math.round(habits.characters)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
