import type { PlaygroundStore } from "./store.ts";

/** What the browser's history knows a presentation by that was begun on the page. */
const PRESENTING = "presenting";

/** Shows the first screen of what is open; the browser's way back leads out of it again. */
export function beginPresenting(store: PlaygroundStore): void {
  history.pushState(PRESENTING, "", location.href);
  store.setState({ presenting: 0 });
}

/** Back to the page: on the way that it was left on, or from a link that led to the presentation at once. */
export function leavePresenting(store: PlaygroundStore): void {
  if (history.state === PRESENTING) history.back();
  else store.setState({ presenting: null });
}

/** @returns what stops listening for people who go back out of it */
export function onWayBack(store: PlaygroundStore): () => void {
  const leave = () => {
    if (history.state !== PRESENTING) store.setState({ presenting: null });
  };
  addEventListener("popstate", leave);
  return () => removeEventListener("popstate", leave);
}
