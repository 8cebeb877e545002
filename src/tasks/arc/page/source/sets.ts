import type { ContextSet, SetRequest } from "../../../page/taskPage.ts";
import type { PuzzleDraft, PuzzleSource } from "../draft.ts";
import { excessFor } from "../limits.ts";
import type { NamedContext } from "../named.ts";
import { drawnItems, FRESH_SETS } from "./drawnSet.ts";
import { GALLERY } from "./gallery.ts";

/** Sets that can be run: the file that was imported last, the gallery, or fresh puzzles. */
export function puzzleSets(draft: PuzzleDraft, { seed, model }: SetRequest): ContextSet<PuzzleDraft>[] {
  const { imported, generation } = draft;
  const at =
    (source: PuzzleSource) =>
    (now: PuzzleDraft): PuzzleDraft =>
      source.kind === "imported" ? { ...now, source, imported, generation } : { ...now, source };
  const setOf = (
    id: string,
    name: string,
    all: readonly { context: NamedContext; source: PuzzleSource }[],
  ): ContextSet<PuzzleDraft> => {
    const fitting = all.filter(({ context }) => excessFor(context.puzzle, model) === null);
    const items = fitting.map(({ context, source }) => ({ name: context.name, at: at(source) }));
    return { id, name, items, tooLarge: all.length - items.length };
  };
  const file = imported?.puzzles.map((context, index) => ({
    context,
    source: { kind: "imported", index } as const,
  }));
  const gallery = GALLERY.map((context) => ({
    context,
    source: { kind: "gallery", id: context.id } as const,
  }));
  return [
    ...(imported && file ? [setOf("imported", imported.from, file)] : []),
    setOf("gallery", "The gallery", gallery),
    // Made of a size that the grid model reads.
    ...FRESH_SETS.map(([split, name]) => ({
      id: split,
      name,
      items: drawnItems(split, seed).map((item) => ({
        name: item.name,
        at: at({ kind: "drawn", ...item.place }),
      })),
      tooLarge: 0,
    })),
  ];
}
