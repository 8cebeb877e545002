import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../primitives/Button.tsx";
import styles from "./FoldButton.module.css";

interface FoldButtonProps {
  /** The id of what it unfolds. */
  controls: string;
  open: boolean;
  onChange: (open: boolean) => void;
  /** Something in there has to be mended before anything can be run. */
  isWrong: boolean;
  /** At the end of the line of settings that it stands in; else it begins one. */
  atEnd?: boolean;
  children: ReactNode;
}

/** Shows settings that nobody needs at first, and says where one of them is wrong. */
export function FoldButton({ controls, open, onChange, isWrong, atEnd = false, children }: FoldButtonProps) {
  return (
    <Button
      look="quiet"
      className={atEnd ? styles.atEnd : styles.fold}
      aria-expanded={open}
      aria-controls={controls}
      icon={<ChevronDown aria-hidden data-open={open} />}
      onClick={() => onChange(!open)}
    >
      {children}
      {isWrong && <span className={styles.wrong}>(to be mended)</span>}
    </Button>
  );
}
