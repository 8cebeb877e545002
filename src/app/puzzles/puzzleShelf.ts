import { z } from "../../protocol/zod.ts";
import { arcContextSchema } from "../../tasks/arc/arcContext.ts";
import { ARC_PRESETS, type ArcSettings, arcSettingsSchema } from "../../tasks/arc/metadata.ts";
import { CONTROLS, PALETTES, type PuzzleState } from "./puzzleState.ts";

/** What the browser keeps of the view from one visit to the next. */
const keptSchema = z.object({
  source: readable(
    z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("gallery"), id: z.string() }),
      z.object({ kind: z.literal("own") }),
    ]),
  ),
  own: readable(z.nullable(arcContextSchema)),
  settings: readable(arcSettingsSchema),
  controls: readable(z.array(z.enum(CONTROLS))),
  palette: readable(z.enum(PALETTES)),
  digits: readable(z.boolean()),
});
type Kept = z.infer<typeof keptSchema>;

/** Absent where it cannot be read: one emptied field must not lose the drawn puzzle. */
function readable<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

export interface PuzzleShelf {
  put(state: PuzzleState): void;
  /** Null where nothing is kept; what can no longer be read is left out. */
  take(): Kept | null;
}

/** The little that is needed of `localStorage`, so that tests can bring their own. */
type Storage = Pick<globalThis.Storage, "getItem" | "setItem">;

const KEY = "self-edit-playground:puzzles";
/** Not solved at sight, but after training by its own edit and by the fixed one. */
const FIRST = { kind: "gallery", id: "puzzle-10" } as const;

export function puzzlePreset(): ArcSettings {
  const preset = ARC_PRESETS[0];
  if (!preset) throw new Error("The task of puzzles has no preset.");
  return preset.settings;
}

export function createPuzzleShelf(storage: Storage): PuzzleShelf {
  return {
    put: ({ source, own, settings, controls, palette, digits }) => {
      // An imported file, and a set of fresh puzzles, last as long as the visit.
      const kept = source.kind === "gallery" || source.kind === "own" ? source : FIRST;
      try {
        storage.setItem(KEY, JSON.stringify({ source: kept, own, settings, controls, palette, digits }));
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
    source: kept?.source ?? FIRST,
    imported: null,
    own: kept?.own ?? null,
    past: [],
    future: [],
    settings: kept?.settings ?? puzzlePreset(),
    controls: kept?.controls ?? ["best-fixed"],
    runs: {},
    changedEdit: null,
    palette: kept?.palette ?? "official",
    digits: kept?.digits ?? false,
  };
}
