import type { ContextSet, SetRequest } from "../../../page/taskPage.ts";
import type { ArcContext } from "../../arcContext.ts";
import { PUZZLE_SIZES } from "../../drawn/puzzleSize.ts";
import { gridModelsAmong, gridModelsFor } from "../../puzzleReaders.ts";
import type { PuzzleDraft, PuzzleSource } from "../draft.ts";
import { gridsOf, isGridModel, isTooLarge } from "../readers.ts";
import { drawnItems, FRESH_SETS } from "./drawnSet.ts";
import { GALLERY } from "./gallery.ts";

interface Listed {
  readonly context: ArcContext;
  readonly source: PuzzleSource;
}

/**
 * Sets that can be run: the file that was imported last, the gallery, or fresh puzzles. A set is read by one model, so
 * puzzles of which some need a larger grid model are two sets.
 */
export function puzzleSets(draft: PuzzleDraft, request: SetRequest): ContextSet<PuzzleDraft>[] {
  const { imported, generation } = draft;
  const at =
    (source: PuzzleSource) =>
    (now: PuzzleDraft): PuzzleDraft =>
      source.kind === "imported" ? { ...now, source, imported, generation } : { ...now, source };
  const setsOf = (id: string, name: string, all: readonly Listed[]): ContextSet<PuzzleDraft>[] =>
    partsOf(all, request).map(({ suffix, model, puzzles, tooLarge }, part) => ({
      id: part === 0 ? id : `${id}-${part + 1}`,
      name: name + suffix,
      ...(model === undefined ? {} : { model }),
      items: puzzles.map(({ context, source }) => ({ name: context.name, at: at(source) })),
      tooLarge,
    }));
  const file = imported?.puzzles.map(
    (context, index): Listed => ({ context, source: { kind: "imported", index } }),
  );
  const gallery = GALLERY.map(
    (context): Listed => ({ context, source: { kind: "gallery", id: context.id } }),
  );
  const { loaded, own } = request.models;
  const grids = loaded === null || isGridModel(loaded.id) ? gridModelsAmong(own) : [];
  return [
    ...(imported && file ? setsOf("imported", imported.from, file) : []),
    ...setsOf("gallery", "The gallery", gallery),
    ...FRESH_SETS.flatMap(([split, size, name]) => {
      const model = grids.find(({ reads }) => reads.side >= PUZZLE_SIZES[size].height);
      // Where a grid model is to read them, it has to be one that can.
      if (grids.length > 0 && model === undefined) return [];
      return {
        id: size === "small" ? split : `${split}-${size}`,
        name,
        ...(model === undefined ? {} : { model: model.id }),
        items: drawnItems(split, size, request.seed).map((item) => ({
          name: item.name,
          at: at({ kind: "drawn", ...item.place }),
        })),
        tooLarge: 0,
      };
    }),
  ];
}

interface SetPart {
  /** To its name. */
  readonly suffix: string;
  readonly model: string | undefined;
  readonly puzzles: readonly Listed[];
  readonly tooLarge: number;
}

/** Puzzles by the grid model that reads them best; all in one part where another model is loaded. */
function partsOf(all: readonly Listed[], { models }: SetRequest): SetPart[] {
  const { loaded, own } = models;
  const fitting = all.filter(({ context }) => !isTooLarge(context.puzzle, models));
  const tooLarge = all.length - fitting.length;
  const whole = { suffix: "", model: undefined, puzzles: fitting, tooLarge };
  if ((loaded !== null && !isGridModel(loaded.id)) || own.length === 0) return [whole];
  const parts = gridModelsAmong(own)
    .map((model) => ({
      suffix: `, ${gridsOf(model)}`,
      model: model.id,
      puzzles: fitting.filter(({ context }) => gridModelsFor(context.puzzle, own)[0] === model),
      tooLarge,
    }))
    .filter(({ puzzles }) => puzzles.length > 0);
  if (parts.length === 0) return [whole];
  return parts.length === 1 ? parts.map((part) => ({ ...part, suffix: "" })) : parts;
}
