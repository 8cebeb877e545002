import type { Playground } from "./playground.ts";

/** What the browser's history knows a presentation by that was begun on the page. */
const PRESENTING = "presenting";

/** Shows the first screen of what is open; the browser's way back leads out of it again. */
export function beginPresenting({ store }: Playground): void {
  history.pushState(PRESENTING, "", location.href);
  store.setState({ presenting: 0 });
}

/** Back to the page: on the way that it was left on, or from a link that led to the presentation at once. */
export function leavePresenting({ store }: Playground): void {
  store.setState({ presenting: null });
  if (history.state === PRESENTING) history.back();
}

/**
 * Leaves the presentation for whatever people go to by the browser: back out of it, or to another address.
 *
 * @returns what stops listening
 */
export function followOut({ store, follow }: Playground): () => void {
  const leave = () => {
    if (history.state === PRESENTING) return;
    store.setState({ presenting: null });
    void follow(location.hash);
  };
  addEventListener("popstate", leave);
  return () => removeEventListener("popstate", leave);
}
