/** So long the page may still move under what was brought into sight. */
const SETTLING_MS = 2000;
const INPUTS = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

/**
 * Brings an element to the top as soon as it is there, and again while what stands around it comes after it, until people
 * scroll or type.
 *
 * @returns what leaves it where it is
 */
export function keepInView(selector: string): () => void {
  let settled: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    const found = document.querySelector(selector);
    if (!found) return;
    settled ??= setTimeout(stop, SETTLING_MS);
    scrollToTop(found);
  };
  const watch = new MutationObserver(show);
  /** Whoever scrolls or types wants to be where they are. */
  const leave = () => settled !== undefined && stop();
  const stop = () => {
    watch.disconnect();
    clearTimeout(settled);
    for (const input of INPUTS) removeEventListener(input, leave);
  };
  watch.observe(document.body, { childList: true, subtree: true });
  for (const input of INPUTS) addEventListener(input, leave, { passive: true });
  show();
  return stop;
}

export function scrollToTop(element: Element): void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}
