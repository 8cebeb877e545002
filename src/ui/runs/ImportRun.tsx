import { FileUp } from "lucide-react";
import { useRef } from "react";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { Button } from "../primitives/Button.tsx";

interface ImportRunProps {
  /** "Import a run" */
  label: string;
  /** "Run log file", for screen readers. */
  fileLabel: string;
}

/** Shows a run that was made elsewhere, of whatever kind, from its file. */
export function ImportRun({ label, fileLabel }: ImportRunProps) {
  const { library } = usePlayground();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look="quiet" icon={<FileUp aria-hidden />} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={fileLabel}
        accept=".json,application/json"
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          target.value = "";
          if (chosen) void library.importRun(chosen);
        }}
      />
    </>
  );
}
