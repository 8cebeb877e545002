import { FileUp } from "lucide-react";
import { useRef } from "react";
import { importOuter } from "../../../app/outerFile.ts";
import { usePlayground, usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { isOuterBusy } from "../../../app/playgroundState.ts";
import { Button } from "../../primitives/Button.tsx";

/** Rounds that were run elsewhere are shown from their file, as a recording. */
export function ImportRounds() {
  const playground = usePlayground();
  const busy = usePlaygroundState(isOuterBusy);
  const input = useRef<HTMLInputElement>(null);
  return (
    <p>
      <Button
        look="quiet"
        icon={<FileUp aria-hidden />}
        disabled={busy}
        onClick={() => input.current?.click()}
      >
        Import rounds
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File of rounds"
        accept=".json,application/json"
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          target.value = "";
          if (chosen) void chosen.text().then((text) => importOuter(playground, text));
        }}
      />
    </p>
  );
}
