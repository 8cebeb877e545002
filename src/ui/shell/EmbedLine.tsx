import { useEffect, useState } from "react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import styles from "./Footer.module.css";

/** Under a view in a frame: what it is, the way to the whole page, and how fast it can be here. */
export default function EmbedLine() {
  const playground = usePlayground();
  const view = usePlaygroundState((state) => state.view);
  const [address, setAddress] = useState(location.pathname);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is to the view on screen
  useEffect(() => {
    void import("../../app/share/linkOf.ts").then(async ({ linkOf }) =>
      setAddress(location.pathname + (await linkOf(playground))),
    );
  }, [playground, view]);
  return (
    <footer className={styles.footer}>
      <p>
        <a href={address} target="_blank" rel="noopener">
          Self-Edit Playground
        </a>{" "}
        A language model that trains itself, on this device.
        {!crossOriginIsolated &&
          " In this frame it computes on one thread, so it is slower than on a page of its own."}
      </p>
    </footer>
  );
}
