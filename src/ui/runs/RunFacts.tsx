import type { RunState } from "../../runs/runKind.ts";
import { formatMoment } from "../primitives/format.ts";
import styles from "./RunFacts.module.css";

interface RunFactsProps {
  state: RunState;
  /** What the run was asked for with: the first body of its log. */
  started: object;
}

/** What of a set-up is no setting: whole texts, and what stands beside it anyway. */
const NOT_SETTINGS = ["settings", "taskSettings"];

/** What a run was made with, as far as it fits a line; all settings are a click away. */
export function RunFacts({ state: { model, startedAt }, started }: RunFactsProps) {
  const settings = NOT_SETTINGS.flatMap((key): [string, unknown][] =>
    Object.entries(Object(Reflect.get(started, key))),
  );
  const seed = settings.find(([key]) => key === "seed")?.[1];
  return (
    <details className={styles.facts}>
      <summary>{[model.name, `seed ${seed}`, formatMoment(startedAt)].join(" · ")}</summary>
      <p className={styles.all}>
        {model.hash !== "" && `Weights ${model.hash} (SHA-256) · `}
        {`${model.backend} · `}
        {settings.map(([key, value]) => `${key} ${inWords(value)}`).join(" · ")}
      </p>
    </details>
  );
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value || "–" : JSON.stringify(value);
}
