import { whyBusy } from "../../app/engine/readiness.ts";
import type { SessionState } from "../../app/engine/sessionState.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import type { BackendPreference } from "../../protocol/commands.ts";
import styles from "./BackendChoice.module.css";

const CHOICES: readonly { value: BackendPreference; label: string }[] = [
  { value: "auto", label: "Automatic" },
  { value: "webgpu", label: "WebGPU" },
  { value: "wasm", label: "WebAssembly" },
];

/** Where the model computes; chosen by a probe unless someone knows better. Says in words what was chosen and why. */
export function BackendChoice() {
  const session = usePlaygroundState((state) => state.session);
  const preference = usePlaygroundState((state) => state.choice.backend);
  const busy = usePlaygroundState((state) => whyBusy(state));
  const { setups, models } = usePlayground();
  const choose = (backend: BackendPreference) => {
    setups.chooseBackend(backend);
    models.reloadOnBackend();
  };
  return (
    <fieldset className={styles.choice} disabled={busy !== undefined}>
      <legend>Compute on</legend>
      <div className={styles.options}>
        {CHOICES.map(({ value, label }) => (
          <label key={value}>
            <input
              type="radio"
              name="backend"
              checked={preference === value}
              disabled={isImpossible(value, session)}
              onChange={() => choose(value)}
            />
            {label}
          </label>
        ))}
      </div>
      {busy !== undefined && <p>{busy}</p>}
      {explanations(session).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </fieldset>
  );
}

function isImpossible(value: BackendPreference, { report }: SessionState): boolean {
  if (!report) return false;
  return (value === "webgpu" && !report.webgpu.available) || (value === "wasm" && !report.wasm.available);
}

function explanations({ backend, report }: SessionState): string[] {
  const said: string[] = [];
  if (backend) said.push(backend.explanation);
  if (!report) return said;
  if (!backend) said.push(report.webgpu.detail, report.wasm.detail);
  if (!report.crossOriginIsolated) {
    said.push(
      "WebAssembly runs on one thread only: this page is not cross-origin isolated, which threads need. " +
        "Serve it with the COOP and COEP headers to use all cores.",
    );
  }
  return said.filter((sentence) => sentence !== "");
}
