import { useEffect, useState } from "react";
import type { PageModels } from "../../../page/taskPage.ts";
import { loadWorld, type World } from "./loadWorld.ts";

/** The invented world's functions, where a model of it comes with the page; null until they are there. */
export function useWorld({ own }: Pick<PageModels, "own">): World | null {
  const needed = own !== undefined;
  const [world, setWorld] = useState<World | null>(null);
  useEffect(() => {
    if (!needed) return;
    let gone = false;
    // Without it the page has no marks of what cannot be read; everything else goes on.
    loadWorld().then(
      (loaded) => !gone && setWorld(loaded),
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [needed]);
  return needed ? world : null;
}

/** The same, only while the embedded model is the one that will read. */
export function useWorldReader(models: Pick<PageModels, "own" | "isOwnLoaded">): World | null {
  const world = useWorld(models);
  return models.isOwnLoaded ? world : null;
}
