import { Dices } from "lucide-react";
import type { ReactNode } from "react";
import type { NamedField } from "../../protocol/fields.ts";
import { IconButton } from "../primitives/Button.tsx";
import styles from "./SetupLine.module.css";

interface BasicSettingProps {
  field: NamedField;
  onRerollSeed: () => void;
  /** Its control. */
  children: ReactNode;
}

/** A setting that everybody understands, in the line of them; the seed can be rolled. */
export function BasicSetting({ field, onRerollSeed, children }: BasicSettingProps) {
  return (
    <div className={styles.basic} data-kind={field.kind}>
      {children}
      {field.key === "seed" && (
        <IconButton label="Roll a new seed" icon={<Dices aria-hidden />} onClick={onRerollSeed} />
      )}
    </div>
  );
}
