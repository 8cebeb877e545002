import type { Adapter, AdapterSnapshot } from "../../nn/languageModel.ts";
import { remedy } from "./remedy.ts";

type Matrix = AdapterSnapshot["tensors"][string];

/**
 * Orthogonal adapters, after O-LoRA (arXiv 2310.14152) and InfLoRA (arXiv 2404.00228): each adapter reads directions of a
 * layer's input that no earlier one reads, so that their changes of the weights do not overlap. Its A is drawn orthogonal to
 * all earlier ones and stays so; only B is trained. Where a layer has no directions left, A is as it was drawn.
 */
export const orthogonal = remedy({
  id: "orthogonal",
  label: "Orthogonal adapters",
  help: "Each edit changes the weights in directions that no earlier one has used.",
  meaning:
    "Each adapter reads directions of a layer’s input that no earlier one reads, and only what it writes is trained. There are only so many directions.",
  fields: {},
  begin() {
    /** By matrix, the orthonormal columns that are taken. */
    const taken = new Map<string, Float32Array[]>();
    return {
      prepare: ({ plan }) => ({
        ...plan,
        replayed: 0,
        fixedA: true,
        async start(adapter) {
          const snapshot = await adapter.snapshot();
          const tensors = Object.entries(snapshot.tensors).map(([name, tensor]) => [
            name,
            name.endsWith(".a") ? withoutTaken(tensor, taken.get(name) ?? []) : tensor,
          ]);
          adapter.restore({ ...snapshot, tensors: Object.fromEntries(tensors) });
        },
      }),
      async merged(adapter: Adapter) {
        for (const [name, { value, shape }] of Object.entries((await adapter.snapshot()).tensors)) {
          if (!name.endsWith(".a")) continue;
          const known = taken.get(name) ?? [];
          for (const column of columnsOf({ value, shape })) {
            const free = projected(column, known);
            const length = norm(free);
            if (length > LEAST) known.push(free.map((entry) => entry / length));
          }
          taken.set(name, known);
        }
      },
    };
  },
});

/** Shorter than this, compared with before, nothing is left of a direction. */
const LEAST = 1e-4;

/** A, `[inputs, rank]`, each column without what is taken and as long as it was. */
function withoutTaken(a: Matrix, taken: readonly Float32Array[]): Matrix {
  const [, rank] = a.shape;
  const value = a.value.slice();
  columnsOf(a).forEach((column, at) => {
    const free = projected(column, taken);
    const length = norm(free);
    if (length < LEAST * norm(column)) return;
    const scale = norm(column) / length;
    for (let row = 0; row < free.length; row++) value[row * rank + at] = free[row]! * scale;
  });
  return { ...a, value };
}

function columnsOf({ value, shape: [inputs, rank] }: Pick<Matrix, "value" | "shape">): Float32Array[] {
  return Array.from({ length: rank }, (_, at) =>
    Float32Array.from({ length: inputs }, (_, row) => value[row * rank + at]!),
  );
}

/** Gram–Schmidt, twice: once leaves rounding of many directions behind. */
function projected(column: Float32Array, taken: readonly Float32Array[]): Float32Array {
  const rest = column.slice();
  for (let pass = 0; pass < 2; pass++) {
    for (const direction of taken) {
      let share = 0;
      for (let i = 0; i < rest.length; i++) share += rest[i]! * direction[i]!;
      for (let i = 0; i < rest.length; i++) rest[i]! -= share * direction[i]!;
    }
  }
  return rest;
}

function norm(column: Float32Array): number {
  return Math.sqrt(column.reduce((sum, entry) => sum + entry * entry, 0));
}
