import { createRandom } from "../protocol/random.ts";

/** Indices of examples without end: a new random order whenever all have been seen. */
export function* exampleOrder(count: number, seed: number): Generator<number, never> {
  for (let epoch = 0; ; epoch++) {
    const indices = Array.from({ length: count }, (_, index) => index);
    yield* createRandom(seed).fork(`epoch ${epoch}`).shuffle(indices);
  }
}
