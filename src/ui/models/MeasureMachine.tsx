import { CircleAlert, Gauge, Type, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { measurementOf } from "../../app/engine/measuring.ts";
import { whyBusy } from "../../app/engine/readiness.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import type { Measurement, MeasureStage } from "../../protocol/measurement.ts";
import { Button } from "../primitives/Button.tsx";
import { NumberHead } from "../primitives/tables/NumberHead.tsx";
import { ScrollTable } from "../primitives/tables/ScrollTable.tsx";
import table from "../primitives/tables/table.module.css";
import { copyText } from "../share/copyText.ts";
import { tableMarkdown } from "../share/markdown.ts";
import { useLazy } from "../useLazy.ts";
import styles from "./MeasureMachine.module.css";
import { measurementTable } from "./measurementTable.ts";

const STAGES: Record<MeasureStage, string> = {
  training: "Training an adapter that is thrown away…",
  decoding: "Decoding, one sequence and then eight…",
  comparing: "The same in TensorFlow.js's own operations…",
};

/**
 * How fast the loaded model trains and decodes where it computes now: measured on request, and kept.
 *
 * @param isSought it is what the dialog was opened for
 */
export function MeasureMachine({ isSought = false }: { isSought?: boolean }) {
  const section = useRef<HTMLElement>(null);
  const measuring = useLazy(usePlayground().measuring);
  const { stage, failure, measurements } = useStore(measuring.store);
  const loaded = usePlaygroundState(({ session }) => (session.loading === null ? session.loaded : null));
  const lease = usePlaygroundState(({ engine }) => (engine?.kind === "measurement" ? engine : null));
  const busy = usePlaygroundState((state) => whyBusy(state));
  const measurement = measurementOf(measurements, loaded);
  const hasFigures = measurement !== null;
  useEffect(() => {
    if (isSought) section.current?.scrollIntoView({ block: hasFigures ? "end" : "center" });
  }, [isSought, hasFigures]);
  return (
    <section ref={section} className={styles.measure} aria-label="Speed on this machine">
      <div className={styles.actions}>
        {lease === null ? (
          <Button
            icon={<Gauge aria-hidden />}
            disabled={busy !== undefined || loaded === null}
            title={busy}
            onClick={measuring.start}
          >
            {measurement === null ? "Measure this machine" : "Measure again"}
          </Button>
        ) : (
          <Button icon={<X aria-hidden />} disabled={lease.asked === "cancel"} onClick={measuring.cancel}>
            Cancel the measurement
          </Button>
        )}
        <p role="status">{lease === null ? "" : stage === null ? "Waiting for the model…" : STAGES[stage]}</p>
      </div>
      {lease === null && measurement === null && (
        <p>
          How fast the loaded model trains and decodes here; takes some twenty seconds and changes nothing.
        </p>
      )}
      {failure && (
        <p className={styles.failure} role="alert">
          <CircleAlert aria-hidden /> {failure.message} {failure.advice}
        </p>
      )}
      {measurement && <MeasurementFigures measurement={measurement} />}
    </section>
  );
}

function MeasurementFigures({ measurement }: { measurement: Measurement }) {
  const [said, setSaid] = useState("");
  const { caption, head, rows, facts } = measurementTable(measurement);
  const [what, ...columns] = head;
  const copy = async () => {
    const text = tableMarkdown({ name: caption, head, rows: [...rows, ...facts] });
    const isCopied = await copyText(Promise.resolve(text));
    setSaid(isCopied ? "Markdown copied." : "The browser did not let the page copy it.");
  };
  return (
    <>
      <ScrollTable caption={caption}>
        <thead>
          <tr>
            <th scope="col">{what}</th>
            {columns.map((column) => (
              <NumberHead key={column}>{column}</NumberHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, column) => (
                <td key={columns[column]} className={table.number}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.actions}>
        <Button look="quiet" icon={<Type aria-hidden />} onClick={() => void copy()}>
          Copy as Markdown
        </Button>
        <p role="status">{said}</p>
      </div>
    </>
  );
}
