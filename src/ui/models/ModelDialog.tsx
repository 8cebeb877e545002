import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { IconButton } from "../primitives/Button.tsx";
import { Part } from "../primitives/Part.tsx";
import { MeasureMachine } from "./MeasureMachine.tsx";
import styles from "./ModelDialog.module.css";
import { ModelPanel } from "./ModelPanel.tsx";

interface ModelDialogProps {
  /** What it was opened for. */
  at: "choice" | "speed";
  onClose: () => void;
}

export default function ModelDialog({ at, onClose }: ModelDialogProps) {
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
            <MeasureMachine isSought={at === "speed"} />
          </Part>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
