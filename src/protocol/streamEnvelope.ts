import { z } from "./zod.ts";

/**
 * What every event of a stream of edits has. The page's first code checks no more than this and passes it on; the view
 * that reads the events, fetched when it is first opened, checks them whole (`streamEvents.ts`), as the worker does.
 */
export const streamEnvelopeSchema = z.object({
  version: z.int(),
  runId: z.string(),
  sequence: z.int(),
  atMs: z.number(),
  body: z.looseObject({ type: z.string() }),
});
export type StreamEnvelope = z.infer<typeof streamEnvelopeSchema>;
