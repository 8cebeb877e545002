import { jsonSchema } from "./run.ts";
import { z } from "./zod.ts";

/**
 * What a stream was set to, as its log keeps it. The remedy's own settings are known to the remedy
 * (`src/seal/remedies`), as those of one edit are to its task; who starts a stream checks them all
 * (`src/seal/remedies/streamSettings.ts`).
 */
export const keptStreamSettingsSchema = z.catchall(
  z.object({ seed: z.int(), remedy: z.string(), samples: z.int() }),
  jsonSchema,
);
export type KeptStreamSettings = z.infer<typeof keptStreamSettingsSchema>;
