import { useEffect } from "react";
import { usePlayground } from "../../app/PlaygroundContext.tsx";

/** A file dropped beside every field is taken for a run; in no case does the browser leave the page for it. */
export function useStrayDrops(): void {
  const { library } = usePlayground();
  useEffect(() => {
    const keep = (event: DragEvent) => event.preventDefault();
    const open = (event: DragEvent) => {
      const [file] = event.dataTransfer?.files ?? [];
      // A field that takes files has said so.
      if (file && !event.defaultPrevented) void library.importRun(file);
      event.preventDefault();
    };
    window.addEventListener("dragover", keep);
    window.addEventListener("drop", open);
    return () => {
      window.removeEventListener("dragover", keep);
      window.removeEventListener("drop", open);
    };
  }, [library]);
}
