import {
  ChevronLeft,
  ChevronRight,
  CircleQuestionMark,
  Maximize,
  NotebookText,
  Pause,
  Play,
  X,
} from "lucide-react";
import { IconButton } from "../primitives/Button.tsx";
import styles from "./PresentPage.module.css";
import type { PresentAction } from "./presentKeys.ts";

interface ControlsProps {
  place: { index: number; count: number };
  playing: boolean;
  canPlay: boolean;
  /** What is shown: "Recorded · Embedded reader". */
  label: string;
  onAction(action: PresentAction): void;
}

/** What the keys do, for those who have none. */
export function Controls({ place: { index, count }, playing, canPlay, label, onAction }: ControlsProps) {
  return (
    <nav className={styles.controls} aria-label="Presentation">
      <IconButton
        label="Screen before (←)"
        icon={<ChevronLeft aria-hidden />}
        disabled={index === 0}
        onClick={() => onAction("back")}
      />
      <p className={styles.place} aria-live="polite">
        <span className="visually-hidden">Screen </span>
        {index + 1} <span aria-hidden>/</span> <span className="visually-hidden">of </span>
        {count}
      </p>
      <IconButton
        label="Next screen (→)"
        icon={<ChevronRight aria-hidden />}
        disabled={index === count - 1}
        onClick={() => onAction("next")}
      />
      <IconButton
        label={playing ? "Stop (Space)" : "Play (Space)"}
        icon={playing ? <Pause aria-hidden /> : <Play aria-hidden />}
        disabled={!canPlay}
        onClick={() => onAction("play")}
      />
      <p className={styles.label}>{label}</p>
      <IconButton
        label="Speaker notes (S)"
        icon={<NotebookText aria-hidden />}
        onClick={() => onAction("notes")}
      />
      <IconButton
        label="Full screen (F)"
        icon={<Maximize aria-hidden />}
        onClick={() => onAction("fullScreen")}
      />
      <IconButton
        label="Keys (?)"
        icon={<CircleQuestionMark aria-hidden />}
        onClick={() => onAction("help")}
      />
      <IconButton label="Leave (Esc)" icon={<X aria-hidden />} onClick={() => onAction("leave")} />
    </nav>
  );
}
