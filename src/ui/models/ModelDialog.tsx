import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { IconButton } from "../primitives/Button.tsx";
import { Part } from "../primitives/Part.tsx";
import { MeasureMachine } from "./MeasureMachine.tsx";
import styles from "./ModelDialog.module.css";
import { ModelPanel } from "./ModelPanel.tsx";

export default function ModelDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.content} aria-describedby={undefined}>
          <header className={styles.header}>
            <Dialog.Title className={styles.title}>Models</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton label="Close" icon={<X aria-hidden />} />
            </Dialog.Close>
          </header>
          <ModelPanel />
          <Part>
            <MeasureMachine />
          </Part>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
