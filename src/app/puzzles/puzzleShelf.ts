import { z } from "zod";
import { ARC_PRESETS, type ArcSettings, arcSettingsSchema } from "../../tasks/arc/metadata.ts";
import { CONTROLS, PALETTES, type PuzzleState } from "./puzzleState.ts";

/** What the browser keeps of the view from one visit to the next. */
const keptSchema = z.object({
  gallery: z.string().nullable(),
  settings: arcSettingsSchema,
  controls: z.array(z.enum(CONTROLS)),
  palette: z.enum(PALETTES),
  digits: z.boolean(),
});
type Kept = z.infer<typeof keptSchema>;

export interface PuzzleShelf {
  put(state: PuzzleState): void;
  /** Null where nothing is kept, or what is kept can no longer be read. */
  take(): Kept | null;
}

/** The little that is needed of `localStorage`, so that tests can bring their own. */
type Storage = Pick<globalThis.Storage, "getItem" | "setItem">;

const KEY = "self-edit-playground:puzzles";
const FIRST_PUZZLE = "puzzle-9";

export function puzzlePreset(): ArcSettings {
  const preset = ARC_PRESETS[0];
  if (!preset) throw new Error("The task of puzzles has no preset.");
  return preset.settings;
}

export function createPuzzleShelf(storage: Storage): PuzzleShelf {
  return {
    put: ({ source, settings, controls, palette, digits }) => {
      const gallery = source.kind === "gallery" ? source.id : null;
      try {
        storage.setItem(KEY, JSON.stringify({ gallery, settings, controls, palette, digits }));
      } catch {
        // Without storage the setup lasts until the tab is closed.
      }
    },
    take: () => {
      try {
        return keptSchema.parse(JSON.parse(storage.getItem(KEY) ?? "null"));
      } catch {
        return null;
      }
    },
  };
}

export function firstPuzzleState(kept: Kept | null): PuzzleState {
  return {
    source: { kind: "gallery", id: kept?.gallery ?? FIRST_PUZZLE },
    imported: null,
    settings: kept?.settings ?? puzzlePreset(),
    controls: kept?.controls ?? ["best-fixed"],
    runs: {},
    cancelling: false,
    changedEdit: null,
    palette: kept?.palette ?? "official",
    digits: kept?.digits ?? false,
  };
}
