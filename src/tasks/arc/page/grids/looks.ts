import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { z } from "../../../../protocol/zod.ts";
import { readLocal, writeLocal } from "../../../page/localText.ts";

export const PALETTES = ["official", "safe"] as const;
export type PaletteName = (typeof PALETTES)[number];

/** How grids are drawn, wherever they stand. */
export interface Looks {
  palette: PaletteName;
  /** The colours' digits are shown in the cells. */
  digits: boolean;
}

const KEY = "self-edit-playground:puzzle-looks";
/** Where an earlier version of the page kept them, with all else about puzzles. */
const OLD_KEY = "self-edit-playground:puzzles";

const looksSchema = z.object({
  palette: z.catch(z.enum(PALETTES), "official"),
  digits: z.catch(z.boolean(), false),
});

/** One for the page: a matter of eyes, as the theme is, and no part of any set-up. */
const store = createStore<Looks>(readLooks);

export function useLooks(): Looks {
  return useStore(store);
}

export function changeLooks(change: Partial<Looks>): void {
  store.setState(change);
  writeLocal(KEY, JSON.stringify(store.getState()));
}

function readLooks(): Looks {
  try {
    const kept = readLocal(KEY) ?? readLocal(OLD_KEY) ?? "{}";
    return looksSchema.parse(JSON.parse(kept));
  } catch {
    return looksSchema.parse({});
  }
}
