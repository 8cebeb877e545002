import { existsSync } from "node:fs";
import { GRID_MODELS } from "../gridModels.ts";
import type { Puzzle } from "../puzzle.ts";
import { gridModelsAmong, gridModelsFor } from "../puzzleReaders.ts";

const MODELS = new URL("../../../../public/models/", import.meta.url);

/** The grid models whose weights lie beside the page, by id. */
export function embeddedGridModels(): string[] {
  return GRID_MODELS.flatMap(({ id }) => (existsSync(new URL(`${id}/config.json`, MODELS)) ? [id] : []));
}

/** A model for all of some puzzles, and what there is to say of the choice. */
export interface ModelChoice {
  readonly id: string;
  readonly remark: string | null;
}

/**
 * The smallest grid model that reads every puzzle that any of them reads: one command runs on one model.
 *
 * @param ids of the models that are there
 */
export function embeddedModelFor(puzzles: readonly Puzzle[], ids: readonly string[]): ModelChoice {
  const there = gridModelsAmong(ids);
  const smallest = there[0]?.id ?? GRID_MODELS[0]!.id;
  const firstReaders = puzzles.flatMap((puzzle) => gridModelsFor(puzzle, ids)[0]?.id ?? []);
  const id = there.findLast((model) => firstReaders.includes(model.id))?.id ?? smallest;
  if (id === smallest) return { id, remark: null };
  const small = firstReaders.filter((reader) => reader === smallest).length;
  const too = `${firstReaders.length - small} of ${firstReaders.length} readable puzzles are too large for ${smallest}`;
  const better = small > 0 ? `; the other ${small} it reads better: --model ${smallest}` : "";
  return { id, remark: `${too}, so all are run on ${id}${better}.` };
}
