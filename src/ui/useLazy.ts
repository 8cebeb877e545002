import { use } from "react";
import type { Lazy } from "../protocol/lazily.ts";

/** Waits only for what is not there yet: to wait, however short, hides what is on screen already. */
export function useLazy<Value>(lazy: Lazy<Value>): Value {
  return use(lazy.opened === null ? lazy.open() : settled(lazy.opened));
}

/**
 * For `use`, which reads a promise that is marked so without waiting. To call it only where there is something to wait for
 * would not do: a component that has waited is drawn again with the hooks that it had.
 */
export function settled<Value>(value: Value): Promise<Value> {
  return Object.assign(Promise.resolve(value), { status: "fulfilled", value });
}
