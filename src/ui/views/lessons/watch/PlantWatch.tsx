import { useEffect } from "react";
import { useVersions } from "../../versions/useVersions.ts";
import type { WatchProps } from "./watch.ts";

/** Of a falsehood that was planted and measured. */
export default function PlantWatch({ onDone }: WatchProps) {
  const { planted } = useVersions();
  useEffect(() => {
    if (planted) onDone();
  }, [planted, onDone]);
  return null;
}
