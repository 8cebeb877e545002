import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nodeCheckpointFiles } from "../scripts/nodeFileSource.ts";
import { PEFT_WEIGHTS, readPeftAdapter } from "../src/checkpoints/peft/peftAdapter.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { WriterUpdate } from "../src/protocol/writerUpdate.ts";
import type { WriterSetup } from "../src/tasks/commands/setupSchemas.ts";
import { sha256 } from "../src/tasks/commands/sha256.ts";

/**
 * A writer that rounds have taught, as a folder with its adapter: the page's own lie in `public/taught/`, others are
 * exported under Versions or by `exportWriter.ts`. Rejects with a PlaygroundError.
 */
export async function readWriter(folder: string): Promise<{ update: WriterUpdate; setup: WriterSetup }> {
  const weights = await readFile(join(folder, PEFT_WEIGHTS)).catch((cause) => {
    const message = `There is no writer in ${folder}: ${PEFT_WEIGHTS} cannot be read.`;
    throw new PlaygroundError("bad-input", message, "Give a folder with a PEFT adapter.", { cause });
  });
  const update = await readPeftAdapter(await nodeCheckpointFiles(folder));
  return { update, setup: { folder, sha256: sha256(weights) } };
}
