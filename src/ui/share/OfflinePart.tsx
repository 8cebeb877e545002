import { CloudDownload } from "lucide-react";
import { useState } from "react";
import { type OfflineProgress, storeForOffline } from "../../app/serviceWorker.ts";
import { Button } from "../primitives/Button.tsx";
import styles from "./ShareDialog.module.css";

type Storing =
  | { kind: "idle" }
  | { kind: "storing"; progress: OfflineProgress | null }
  | { kind: "said"; text: string };

/** For a hall without a network: stores page, models, recordings and lessons, and says when the cable may be pulled. */
export function OfflinePart() {
  const [storing, setStoring] = useState<Storing>({ kind: "idle" });
  const store = async () => {
    setStoring({ kind: "storing", progress: null });
    try {
      const last = await storeForOffline((progress) => setStoring({ kind: "storing", progress }));
      setStoring({ kind: "said", text: last.missing === 0 ? ready(last) : lacking(last) });
    } catch {
      setStoring({ kind: "said", text: REFUSED });
    }
  };
  return (
    <section className={styles.part} aria-label="Prepare for offline">
      <h3>Without a network</h3>
      <p>
        Stores the page with its models, recordings and lessons in this browser. A model that you have loaded
        from elsewhere is kept already.
      </p>
      <Button
        icon={<CloudDownload aria-hidden />}
        disabled={storing.kind === "storing"}
        onClick={() => void store()}
      >
        Prepare for offline
      </Button>
      <p role="status">{storing.kind === "said" ? storing.text : inWords(storing)}</p>
    </section>
  );
}

const REFUSED =
  "This browser stores nothing for this page, so that it needs the network. A private window or a frame may be why.";

function ready({ total }: OfflineProgress): string {
  return `All ${total} files are stored. You may pull the cable.`;
}

function lacking({ missing, total }: OfflineProgress): string {
  return `${missing} of ${total} files could not be stored. Leave the cable in, free some space, and try again.`;
}

function inWords(storing: Storing): string {
  if (storing.kind !== "storing") return "";
  const { progress } = storing;
  return progress
    ? `${progress.stored} of ${progress.total} files are stored…`
    : "Asking what there is to store…";
}
