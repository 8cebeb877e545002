/** The world's generator and reader, fetched when they are first needed. */
export type World = typeof import("./world.ts");
export type { FactKind, FactProblem, Unreadable } from "./world.ts";

let world: Promise<World> | null = null;
let loaded: World | null = null;

export function loadWorld(): Promise<World> {
  // A chunk that could not be fetched is asked for again the next time.
  world ??= import("./world.ts").then(
    (module) => {
      loaded = module;
      return module;
    },
    (error: unknown) => {
      world = null;
      throw error;
    },
  );
  return world;
}

/** Null until it has been loaded once. */
export function loadedWorld(): World | null {
  return loaded;
}
