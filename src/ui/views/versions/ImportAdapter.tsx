import { FolderOpen } from "lucide-react";
import { useRef } from "react";
import { Button } from "../../primitives/Button.tsx";
import page from "../../primitives/Section.module.css";
import type { Versions } from "./useVersions.ts";

interface ImportAdapterProps {
  versions: Versions;
  disabled: boolean;
}

/** A PEFT adapter from one's own disk becomes a version of the untouched model, or is vetoed. */
export function ImportAdapter({ versions, disabled }: ImportAdapterProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <p>
      <Button
        look="quiet"
        icon={<FolderOpen aria-hidden />}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        Import a PEFT adapter
      </Button>
      <span className={page.details}>Choose adapter_config.json and adapter_model.safetensors together.</span>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Adapter files"
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = "";
          const { ask, limits } = versions;
          if (files.length > 0) ask({ type: "import", name: "Imported adapter", files, limits });
        }}
      />
    </p>
  );
}
