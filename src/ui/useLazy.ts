import { use } from "react";
import type { Lazy } from "../protocol/lazily.ts";

/** Waits only for what is not there yet: to wait, however short, hides what is on screen already. */
export function useLazy<Value>(lazy: Lazy<Value>): Value {
  return lazy.opened ?? use(lazy.open());
}
