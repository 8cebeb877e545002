import { CirclePlay, GraduationCap } from "lucide-react";
import { usePlayground } from "../../../app/PlaygroundContext.tsx";
import { watchRecording } from "../../../app/runs/recorded.ts";
import { taughtWriterFor } from "../../../app/versions/taughtWriters.ts";
import { Button } from "../../primitives/Button.tsx";
import page from "../../primitives/Section.module.css";
import type { Versions } from "./useVersions.ts";
import styles from "./Versions.module.css";

interface TaughtWriterProps {
  versions: Versions;
  disabled: boolean;
}

/** The way to the writer that comes with the page for this model: a version as any other, measured before it is merged. */
export function TaughtWriter({ versions, disabled }: TaughtWriterProps) {
  const playground = usePlayground();
  const writer = taughtWriterFor(versions.loaded?.hash ?? "");
  if (writer === undefined) return null;
  return (
    <div>
      <p className={styles.head}>
        <Button
          look="quiet"
          icon={<GraduationCap aria-hidden />}
          disabled={disabled || versions.fetching}
          onClick={() => void versions.takeTaught(writer)}
        >
          {versions.fetching ? "Fetching the taught writer…" : "Take the taught writer"}
        </Button>
        <Button
          look="quiet"
          icon={<CirclePlay aria-hidden />}
          onClick={() => void watchRecording(playground, writer.recording)}
        >
          Watch how it was taught
        </Button>
      </p>
      <span className={page.details}>{writer.about}</span>
    </div>
  );
}
