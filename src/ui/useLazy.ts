import { use } from "react";
import type { Lazy } from "../protocol/lazily.ts";

/** Waits only for what is not there yet: to wait, however short, hides what is on screen already. */
export function useLazy<Value extends object>(lazy: Lazy<Value>): Value {
  return use(lazy.opened === null ? lazy.open() : settled(lazy.opened));
}

const settledPromises = new WeakMap<object, Promise<unknown>>();

/**
 * For `use`, which reads a promise that is marked so without waiting; of one value always the same. To call `use` only where there
 * is something to wait for would not do: a component that has waited is drawn again with the hooks that it had.
 */
export function settled<Value extends object>(value: Value): Promise<Value> {
  const known = settledPromises.get(value) as Promise<Value> | undefined;
  const promise = known ?? Object.assign(Promise.resolve(value), { status: "fulfilled", value });
  settledPromises.set(value, promise);
  return promise;
}
