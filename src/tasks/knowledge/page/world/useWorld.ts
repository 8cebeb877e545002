import { useEffect, useState } from "react";
import { loadWorld, type World } from "../../../../app/loadWorld.ts";
import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { embeddedModel, isEmbeddedLoaded } from "../../../../app/playgroundState.ts";

/** The invented world's functions, where a model of it comes with the page; null until they are there. */
export function useWorld(): World | null {
  const needed = usePlaygroundState((state) => embeddedModel(state) !== undefined);
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
export function useWorldReader(): World | null {
  const world = useWorld();
  const reads = usePlaygroundState(isEmbeddedLoaded);
  return reads ? world : null;
}
