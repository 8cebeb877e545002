import type { NamedSource } from "./byteSource.ts";
import { badCheckpoint } from "./checkpointError.ts";
import { refuseLookalike } from "./lookalikes.ts";

/** The whole file as text, without a byte-order mark; for the small JSON files beside the weights. */
export async function readText(file: NamedSource, maxBytes: number): Promise<string> {
  const { name, source } = file;
  if (source.size > maxBytes) {
    throw badCheckpoint(`${name} is ${source.size} bytes long; more than ${maxBytes} cannot be right.`);
  }
  await refuseLookalike(file);
  return new TextDecoder().decode(await source.read(0, source.size));
}
