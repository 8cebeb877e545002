import type { RunState } from "../../runs/runKind.ts";
import { formatMoment } from "../primitives/formatMoment.ts";
import styles from "./RunFacts.module.css";

interface RunFactsProps {
  state: RunState;
  /** What the run was asked for with: the first body of its log. */
  started: object;
}

/** Where set-ups of the kinds keep settings; the rest are whole contexts. */
const SETTINGS = ["settings", "taskSettings", "limits"];

/** What a run was made with, as far as it fits a line; all settings are a click away. */
export function RunFacts({ state: { model, startedAt }, started }: RunFactsProps) {
  const settings = SETTINGS.flatMap((key): [string, unknown][] =>
    Object.entries(Object(Reflect.get(started, key))),
  );
  const seed = settings.find(([key]) => key === "seed")?.[1] ?? Reflect.get(started, "seed");
  const version = model.version === undefined ? [] : [`version “${model.version}”`];
  return (
    <details className={styles.facts}>
      <summary>{[model.name, ...version, `seed ${seed}`, formatMoment(startedAt)].join(" · ")}</summary>
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
