import type { Random } from "../src/protocol/random.ts";
import { fits, PUZZLE_SIZES, type SizeName } from "../src/tasks/arc/drawn/puzzleSize.ts";
import { familiesOf, mayCompose, unseenCompositions } from "../src/tasks/arc/drawn/splits.ts";
import { twoStep } from "../src/tasks/arc/drawn/twoStep.ts";
import type { Family } from "../src/tasks/arc/families/family.ts";

/** A pool of puzzles: what is in it and how many at scale 1. */
export interface Pool {
  readonly count: number;
  readonly size: SizeName;
  /** Where the next puzzle comes from. */
  readonly source: (random: Random) => Family;
}

const core = familiesOf("core");
const everyTrained = [...core, ...familiesOf("wide")];

/** Puzzles of each family that a probe asks for. */
const PER_FAMILY = 25;

/** Training pools in the order of the curriculum: few families and short contexts first, then more of both. */
export const TRAINING_POOLS: Readonly<Record<string, Pool>> = {
  "1-eight-tiny": pool(60_000, core.slice(0, 8), "tiny"),
  "2-twenty-tiny": pool(80_000, core.slice(0, 20), "tiny"),
  "2-twenty-small": pool(80_000, core.slice(0, 20), "small"),
  "3-core-small": pool(320_000, core, "small"),
  "4-wide-small": pool(300_000, everyTrained, "small"),
  "4-wide-row": pool(60_000, everyTrained, "row"),
  "5-two-step-small": { count: 60_000, size: "small", source: drawComposition },
  "6-wide-long-row": pool(40_000, everyTrained, "longRow"),
  "6-wide-medium": pool(150_000, everyTrained, "medium"),
  "6-wide-large": pool(150_000, everyTrained, "large"),
};

/** Fresh puzzles of every family: of those trained on, and of those that are not. */
export const PROBE_POOLS: Readonly<Record<string, Pool>> = {
  "probe-twenty-small": probe(core.slice(0, 20), "small"),
  "probe-core-small": probe(core, "small"),
  "probe-wide-small": probe(familiesOf("wide"), "small"),
  "probe-wide-row": probe(everyTrained, "row"),
  "probe-wide-long-row": probe(everyTrained, "longRow"),
  "probe-core-medium": probe(core, "medium"),
  "probe-core-large": probe(core, "large"),
  "probe-wide-large": probe(everyTrained, "large"),
  "probe-outer-small": probe(familiesOf("outer"), "small"),
  "probe-unseen-small": probe(familiesOf("unseen"), "small"),
  "probe-unseen-large": probe(familiesOf("unseen"), "large"),
  "probe-unseen-two-step-small": probe(unseenCompositions(), "small"),
};

function fitting(families: readonly Family[], size: SizeName): Family[] {
  return families.filter((family) => fits(family, PUZZLE_SIZES[size]));
}

function pool(count: number, families: readonly Family[], size: SizeName): Pool {
  const candidates = fitting(families, size);
  return { count, size, source: (random) => random.pick(candidates) };
}

/** The families in turn, so that each is asked equally often. */
function probe(families: readonly Family[], size: SizeName): Pool {
  const candidates = fitting(families, size);
  let next = 0;
  return {
    count: candidates.length * PER_FAMILY,
    size,
    source: () => candidates[next++ % candidates.length]!,
  };
}

/** Two families of the pre-training splits, one after the other; never a pair that is held out. */
function drawComposition(random: Random): Family {
  for (;;) {
    const [first, second] = [random.pick(everyTrained), random.pick(everyTrained)];
    const composed = twoStep(first, second);
    if (mayCompose(first, second) && fits(composed, PUZZLE_SIZES.small)) return composed;
  }
}
