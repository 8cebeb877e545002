import { toJson } from "../../../src/protocol/toJson.ts";
import type { Row } from "../../../src/runs/edit/state.ts";
import { passageText } from "../../../src/tasks/knowledge/page/text.ts";
import type { Issue, TaskPage } from "../../../src/tasks/page/taskPage.ts";
import { PieceList } from "../../../src/ui/primitives/pieces/PieceList.tsx";
import { drawFacts, type Facts, factsSchema } from "../metadata.ts";

const ROWS: readonly Row[] = ["untouched", "self-edit"];

/** Tables of facts as the page shows them: a table to look at, and no more than a task must have. */
export const factsPage: TaskPage<Facts> = {
  text: {
    ...passageText,
    question: "Can it learn a table of facts?",
    intro: "It reads the table, takes notes, trains on them, and is asked without the table.",
  },
  draft: {
    first: () => drawFacts(1),
    restore: (kept, fallback) => factsSchema.safeParse(kept).data ?? fallback,
    kept: (draft) => draft,
    context: toJson,
    withContext: (_draft, context) => factsSchema.safeParse(context).data ?? null,
    isOwn: () => false,
    key: ({ name }) => name,
    issues: ({ rows }): Issue[] =>
      rows.length > 0 ? [] : [{ field: "rows", message: "There are no facts.", missing: true }],
    asks: (context) => JSON.stringify(factsSchema.safeParse(context).data?.rows ?? null),
  },
  link: {
    nameOf: ({ name }) => (name === drawFacts(1).name ? "first" : null),
    named: async (name) => (name === "first" ? drawFacts(1) : null),
  },
  ContextView: ({ draft }) => <FactsTable facts={draft} />,
  RunContextView: ({ run }) => <FactsTable facts={factsSchema.parse(run.context)} />,
  EditView: ({ pieces }) => pieces && <PieceList pieces={pieces} />,
  AnswerView: ({ run }) => (
    <table>
      <caption>Answers about the facts</caption>
      <tbody>
        {factsSchema.parse(run.context).rows.map(({ question }, item) => (
          <tr key={question}>
            <th scope="row">{question}</th>
            {ROWS.map((row) => (
              <td key={row}>{run.answers[row]?.outcomes[item]?.output}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  ),
  HabitsView: ({ rounds }) => <p>{rounds.map(({ name }) => name).join(", ")}</p>,
  PiecesView: PieceList,
};

function FactsTable({ facts: { name, rows } }: { facts: Facts }) {
  return (
    <table>
      <caption>{name}</caption>
      <tbody>
        {rows.map(({ fact }) => (
          <tr key={fact}>
            <td>{fact}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
