import { use } from "react";
import type { Lazy } from "../protocol/lazily.ts";

/** What is there, or else the wait for it: to wait, however short, hides what is on screen already. */
export function useHere<Value extends object>(value: Value | Promise<Value>): Value {
  return use(value instanceof Promise ? value : settled(value));
}

export function useLazy<Value extends object>(lazy: Lazy<Value>): Value {
  return useHere(lazy.opened ?? lazy.open());
}

const settledPromises = new WeakMap<object, Promise<unknown>>();

/**
 * For `use`, which reads a promise that is marked so without waiting; of one value always the same. To call `use` only where there
 * is something to wait for would not do: a component that has waited is drawn again with the hooks that it had.
 */
function settled<Value extends object>(value: Value): Promise<Value> {
  const known = settledPromises.get(value) as Promise<Value> | undefined;
  const promise = known ?? Object.assign(Promise.resolve(value), { status: "fulfilled", value });
  settledPromises.set(value, promise);
  return promise;
}
