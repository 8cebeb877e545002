import { lazy, useState } from "react";
import { usePlayground, usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { embeddedModel, isEmbeddedLoaded, textModel } from "../../../../app/playgroundState.ts";
import { isBusy } from "../../../../app/runs/runsState.ts";
import { Button } from "../../../../ui/primitives/Button.tsx";
import { Part } from "../../../../ui/primitives/Part.tsx";
import styles from "./ModelLine.module.css";

const ModelDialog = lazy(() => import("../../../../ui/models/ModelDialog.tsx"));

/** Where a small model comes with the page: in one sentence what the loaded model can do, and the way to the other. */
export function ModelLine() {
  const embedded = usePlaygroundState(embeddedModel);
  const loaded = usePlaygroundState(textModel);
  const reads = usePlaygroundState(isEmbeddedLoaded);
  const busy = usePlaygroundState((state) => isBusy(state));
  const { models } = usePlayground();
  if (!embedded || !loaded) return null;
  return (
    <p className={styles.line} role="status">
      {reads ? (
        <>
          <strong>{loaded.name}</strong> is tiny: it trains in seconds, and reads nothing but its invented
          world. <ChooseModel>Choose a real LLM</ChooseModel>
        </>
      ) : (
        <>
          <strong>{loaded.name}</strong> is a real LLM: it reads any text, and takes minutes where the small
          model takes seconds.{" "}
          <Button
            look="quiet"
            className={styles.switch}
            disabled={busy}
            onClick={() => models.load(embedded.id)}
          >
            Back to {embedded.name}
          </Button>
        </>
      )}
    </p>
  );
}

/** Opens the list of models; what was typed stays as it is. */
export function ChooseModel({ children }: { children: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" className={styles.switch} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {children}
      </Button>
      {open && (
        <Part>
          <ModelDialog onClose={() => setOpen(false)} />
        </Part>
      )}
    </>
  );
}
