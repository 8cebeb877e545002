import { useState } from "react";
import { shownRun } from "../../../app/edit/selectors.ts";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { taskOnScreen } from "../../../app/playgroundState.ts";
import type { LossPoint, TrainingState } from "../../../runs/edit/state.ts";
import { Button } from "../../primitives/Button.tsx";
import { formatLoss } from "../../primitives/format.ts";
import styles from "./SlowMotion.module.css";

/** One training step of the notes on screen, its four parts one after the other, in the run's own numbers. */
export function SlowMotion() {
  const training = usePlaygroundState((state) => {
    const entry = taskOnScreen(state);
    return (entry && shownRun(state, entry)?.trainings["self-edit"]) ?? null;
  });
  const [part, setPart] = useState(0);
  const [point, next] = training?.points ?? [];
  if (!training || !point) return null;
  const parts = partsOf(training, point, next);
  return (
    <section className={styles.slow} aria-label={`Step ${point.step} in slow motion`}>
      <h3>Step {point.step}, in slow motion</h3>
      <ol>
        {parts.map(({ name, says }, index) => (
          <li key={name} data-lit={index === part} aria-current={index === part ? "step" : undefined}>
            <strong>{name}</strong> {index <= part && says}
          </li>
        ))}
      </ol>
      <Button onClick={() => setPart((part + 1) % parts.length)}>
        {part + 1 < parts.length ? `Next: ${parts[part + 1]?.name}` : "Once more"}
      </Button>
    </section>
  );
}

function partsOf(training: TrainingState, point: LossPoint, next: LossPoint | undefined) {
  return [
    {
      name: "Forward",
      says: `It reads a batch of its ${training.examples} lines and gives each next token a probability.`,
    },
    { name: "Loss", says: `On average it is surprised by ${formatLoss(point.loss)} nats a token.` },
    {
      name: "Backward",
      says: `For each of ${training.adapterParameters.toLocaleString("en")} numbers the slope of the loss; all together they are ${formatLoss(point.gradNorm)} long.`,
    },
    {
      name: "Update",
      says: `AdamW moves every number a little, at a rate of ${point.learningRate.toPrecision(2)}. ${next ? `At step ${next.step}, on other lines, the loss is ${formatLoss(next.loss)}.` : ""}`,
    },
  ];
}
