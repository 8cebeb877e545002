import { lazily } from "../../../../protocol/lazily.ts";

/** The world's generator and reader. */
export type World = typeof import("./world.ts");
export type { FactKind, FactProblem, Unreadable } from "./world.ts";

const world = lazily<World>(() => import("./world.ts"));

/** Fetches it when it is first needed. */
export function loadWorld(): Promise<World> {
  return world.open();
}

/** Null until it has been loaded once. */
export function loadedWorld(): World | null {
  return world.opened;
}
