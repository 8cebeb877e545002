import type { StreamRun, StreamStep } from "../../../runs/stream/state.ts";
import { capitalised, formatLoss, plural } from "../../primitives/format.ts";
import { Part } from "../../primitives/Part.tsx";
import page from "../../primitives/Section.module.css";
import tree from "../rounds/RoundsTree.module.css";
import { useTaskPage } from "../useTaskPage.ts";
import { appliedText, tryText } from "./streamText.ts";
import { useStreamTask } from "./useStreams.ts";

/** The edit of each context, a click away: its text, its training and what became of it. */
export function StreamSteps({ run }: { run: StreamRun }) {
  const steps = run.steps.filter(({ edit }) => edit);
  if (steps.length === 0) return null;
  return (
    <section className={page.section} aria-labelledby="heading-stream-steps">
      <h2 id="heading-stream-steps">The edits</h2>
      <p className={page.meaning}>
        Each is written by the model as it stood then. Shorter and shorter edits mean that it is forgetting
        how to write them, too.
      </p>
      <ul className={tree.rounds} aria-label="Edits in order">
        {steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name and never move
          <li key={i}>
            <Step step={step} number={i + 1} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Step({ step: { edit, training, applied }, number }: { step: StreamStep; number: number }) {
  const entry = useStreamTask();
  const task = useTaskPage(entry);
  if (!edit) return null;
  const kept = edit.pieces.filter((piece) => piece.kept).length;
  const measured = applied?.tries.flatMap((one) => [tryText(one), ...one.reasons]) ?? [];
  return (
    <details className={tree.round}>
      <summary>
        <span className={tree.name}>
          {capitalised(entry.rounds.words.one)} {number}
        </span>
        <span className={tree.summary}>
          {plural(kept, "line")}
          {applied ? ` · ${appliedText(applied)}` : ""}
        </span>
      </summary>
      <div className={tree.text}>
        <p className={tree.facts}>
          {training &&
            `${plural(training.examples, "example")}${training.replayed > 0 ? `, ${training.replayed} of them replayed` : ""} · ${training.finalLoss === null ? "training diverged" : `loss ${formatLoss(training.finalLoss)}`}`}
        </p>
        {measured.map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name and never move
          <p key={i} className={tree.facts}>
            {line}
          </p>
        ))}
        <Part>
          <task.PiecesView pieces={edit.pieces} />
        </Part>
      </div>
    </details>
  );
}
