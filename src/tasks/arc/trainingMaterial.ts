import { z } from "../../protocol/zod.ts";
import { type Grid, gridFromKey, gridKey } from "./grid.ts";
import { formatSelfEdit, type SelfEdit } from "./selfEdit.ts";
import type { TrainingSet } from "./views/augment.ts";

/** Grids are written in short: a log holds some hundred examples of each training. */
const shortGridSchema = z.pipe(z.string().check(z.regex(/^\d+(\/\d+)*$/)), z.transform(gridFromKey));

/** What an adapter was trained on, for people: the edit and every example that it made. */
export const trainingMaterialSchema = z.object({
  /** The configuration as JSON. */
  edit: z.string(),
  examples: z.array(
    z.object({
      /** What was done to the puzzle's own pairs. */
      origin: z.string(),
      /** Which demonstration each pair was made from, counted from 0; the last is the one that is asked. */
      sources: z.array(z.int()),
      pairs: z.array(z.tuple([shortGridSchema, shortGridSchema])),
    }),
  ),
  /** Examples left out, by reason. */
  dropped: z.object({ tooLarge: z.int(), repeated: z.int(), overCap: z.int() }),
});
export type TrainingMaterial = z.output<typeof trainingMaterialSchema>;

/** @returns what `trainingMaterialSchema` reads */
export function trainingMaterial(
  edit: SelfEdit,
  { examples, dropped }: TrainingSet,
): z.input<typeof trainingMaterialSchema> {
  const short = (input: Grid, output: Grid): [string, string] => [gridKey(input), gridKey(output)];
  return {
    edit: formatSelfEdit(edit),
    examples: examples.map(({ origin, demonstrations, query, source }) => ({
      origin,
      sources: [...source.demonstrations, source.query],
      pairs: [...demonstrations, query].map(({ input, output }) => short(input, output)),
    })),
    dropped: { ...dropped },
  };
}
