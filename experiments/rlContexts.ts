import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { Json } from "../src/protocol/run.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { type DrawnPuzzle, roundsPuzzles } from "../src/tasks/arc/drawnPuzzles.ts";
import { roundsPassages } from "../src/tasks/knowledge/generatePassage.ts";
import type { Passage } from "../src/tasks/knowledge/metadata.ts";
import { passageFile } from "./passageFiles.ts";
import type { RlOptions } from "./rlOptions.ts";
import { sha256 } from "./sha256.ts";

/** The contexts of an outer loop: the writer is never trained on edits for the held-out ones. */
export interface RlContexts {
  /** The file, or what was drawn. */
  name: string;
  sha256: string;
  training: RlContext[];
  heldOut: RlContext[];
}

export interface RlContext {
  name: string;
  context: Json;
}

/**
 * Fresh passages of the invented world, or puzzles: for training by the seed of the run, every round its own; held-out
 * ones from seeds of their own, the same for every run. Puzzles train on families of the outer split and are held out
 * of those that nothing is trained on. Of a file of passages the last ones are held out, and the others train.
 *
 * @throws PlaygroundError "bad-input" if the file holds too few
 */
export async function contextsOf(
  options: Pick<RlOptions, "task" | "heldOut" | "outer">,
): Promise<RlContexts> {
  const { task, heldOut, outer } = options;
  const trained = outer.rounds * outer.contextsPerRound;
  if (task.id === "arc") {
    const named = (puzzle: DrawnPuzzle) => ({ name: puzzle.name, context: toJson(puzzle) });
    const puzzles = roundsPuzzles(task.size, outer.seed, trained, heldOut);
    return drawn(`outer and unseen, ${task.size}`, {
      training: puzzles.training.map(named),
      heldOut: puzzles.heldOut.map(named),
    });
  }
  if (task.passages !== undefined) return passagesOf(task.passages, heldOut, outer);
  const fresh = roundsPassages(outer.seed, trained, heldOut);
  return drawn("generated passages", {
    training: fresh.training.map(passageContext),
    heldOut: fresh.heldOut.map(passageContext),
  });
}

function drawn(name: string, contexts: Pick<RlContexts, "training" | "heldOut">): RlContexts {
  return { name, sha256: sha256(JSON.stringify(contexts)), ...contexts };
}

function passageContext(passage: Passage): RlContext {
  return { name: passage.title, context: toJson(passage) };
}

async function passagesOf(passages: string, heldOut: number, outer: RlOptions["outer"]): Promise<RlContexts> {
  const { name, sha256, passages: all } = await passageFile(passages);
  const trained = all.length - heldOut;
  if (trained < outer.contextsPerRound && outer.rounds > 0) {
    throw new PlaygroundError(
      "bad-input",
      `${name} holds ${all.length} passages: with ${heldOut} held out, ${Math.max(0, trained)} are left to train on, and a round takes ${outer.contextsPerRound}.`,
      "Give a smaller --held-out or --contexts, or a larger file.",
    );
  }
  return {
    name,
    sha256,
    training: all.slice(0, trained).map(passageContext),
    heldOut: all.slice(trained).map(passageContext),
  };
}
