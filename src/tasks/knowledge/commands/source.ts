import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { hashSeed } from "../../../protocol/random.ts";
import { sha256 } from "../../commands/sha256.ts";
import { generatePassage, roundsPassages } from "../generatePassage.ts";
import type { Passage } from "../metadata.ts";
import type { PassageOptions } from "./options.ts";
import { passageFile } from "./passageFile.ts";

/** The passages of a run; `index` tells them apart from run to run. */
export interface PassageSource {
  name: string;
  sha256: string;
  chosen: { passage: Passage; index: number }[];
}

/** Generated passages are the same for every seed of a run, so that runs of several seeds can be averaged. */
const GENERATED = "generated passages 1";
const HELD_OUT = "held-out passages of the outer loop";

/** @throws PlaygroundError "bad-input" if the file holds no such passage */
export async function passagesOf({
  source,
  offset,
  limit,
}: Pick<PassageOptions, "source" | "offset" | "limit">): Promise<PassageSource> {
  if ("generate" in source) {
    const count = Math.min(source.generate, limit);
    const passages = source.heldOut
      ? roundsPassages(0, 0, offset + count).heldOut.slice(offset)
      : Array.from({ length: count }, (_, i) => generatedPassage(offset + i));
    return {
      name: source.heldOut ? HELD_OUT : GENERATED,
      sha256: sha256(JSON.stringify(source.heldOut ? HELD_OUT : generatedPassage(0))),
      chosen: passages.map((passage, i) => ({ passage, index: offset + i })),
    };
  }
  const file = await passageFile(source.file);
  const all = file.passages;
  if (offset >= all.length) {
    throw new PlaygroundError(
      "bad-input",
      `There is no passage from number ${offset} on: the file holds ${all.length}.`,
      "Give a smaller --offset.",
    );
  }
  const numbered = all.map((passage, index) => ({ passage, index }));
  return {
    name: file.name,
    sha256: file.sha256,
    chosen: numbered.slice(offset, offset + limit),
  };
}

const generatedPassage = (index: number): Passage => generatePassage(hashSeed(index, GENERATED));
