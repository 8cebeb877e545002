import { X } from "lucide-react";
import { IconButton } from "../primitives/Button.tsx";
import styles from "./PresentPage.module.css";
import { PRESENT_KEYS } from "./presentKeys.ts";

/** The keys of a presentation. */
export function Help({ onClose }: { onClose: () => void }) {
  return (
    <section className={styles.help} aria-label="Keys">
      <dl>
        {PRESENT_KEYS.map(({ shown, does }) => (
          <div key={shown}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <IconButton label="Close the keys" icon={<X aria-hidden />} onClick={onClose} />
    </section>
  );
}
