import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { outerPassages } from "../src/tasks/knowledge/generatePassage.ts";
import type { Passage } from "../src/tasks/knowledge/metadata.ts";
import { readPassages } from "../src/tasks/knowledge/squadJson.ts";
import type { RlOptions } from "./rlOptions.ts";
import { sha256 } from "./sha256.ts";

/** The passages of an outer loop: the writer is never trained on edits for the held-out ones. */
export interface RlContexts {
  name: string;
  sha256: string;
  training: Passage[];
  heldOut: Passage[];
}

/**
 * Fresh passages of the invented world: for training by the seed of the run, every round its own; held-out ones from a
 * seed stream of their own, the same for every run. Of a file the last ones are held out, and the others train.
 *
 * @throws PlaygroundError "bad-input" if the file holds too few
 */
export async function contextsOf({
  passages,
  heldOut,
  outer,
}: Pick<RlOptions, "passages" | "heldOut" | "outer">): Promise<RlContexts> {
  if (passages === undefined) {
    const contexts = outerPassages(outer.seed, outer.rounds * outer.contextsPerRound, heldOut);
    return { name: "generated passages", sha256: sha256(JSON.stringify(contexts)), ...contexts };
  }
  const text = await readFile(passages, "utf8");
  const all = readPassages(text).passages;
  const trained = all.length - heldOut;
  if (trained < outer.contextsPerRound && outer.rounds > 0) {
    throw new PlaygroundError(
      "bad-input",
      `${basename(passages)} holds ${all.length} passages: with ${heldOut} held out, ${Math.max(0, trained)} are left to train on, and a round takes ${outer.contextsPerRound}.`,
      "Give a smaller --held-out or --contexts, or a larger file.",
    );
  }
  return {
    name: basename(passages),
    sha256: sha256(text),
    training: all.slice(0, trained),
    heldOut: all.slice(trained),
  };
}
