import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { streamPassages } from "../src/tasks/knowledge/generatePassage.ts";
import type { Passage } from "../src/tasks/knowledge/metadata.ts";
import type { ForgetOptions } from "./forgetOptions.ts";
import { passageFile } from "./passageFiles.ts";
import { sha256 } from "./sha256.ts";

/** The passages of a stream, in order. */
export interface ForgetContexts {
  name: string;
  sha256: string;
  passages: Passage[];
}

/**
 * Fresh passages of the invented world, new for every seed, or the first ones of a file.
 *
 * @throws PlaygroundError "bad-input" if the file holds too few
 */
export async function streamContexts({
  file,
  passages,
  stream,
}: Pick<ForgetOptions, "file" | "passages" | "stream">): Promise<ForgetContexts> {
  if (file === undefined) {
    const fresh = streamPassages(stream.seed, passages);
    return { name: "generated passages", sha256: sha256(JSON.stringify(fresh)), passages: fresh };
  }
  const { name, sha256: hash, passages: all } = await passageFile(file);
  if (all.length < passages) {
    throw new PlaygroundError(
      "bad-input",
      `${name} holds ${all.length} passages, fewer than ${passages}.`,
      "Give a smaller --passages, or a larger file.",
    );
  }
  return { name, sha256: hash, passages: all.slice(0, passages) };
}
