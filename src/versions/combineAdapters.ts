import type { WriterUpdate } from "../protocol/writerUpdate.ts";

type Tensor = WriterUpdate["tensors"][string];

/**
 * One adapter that changes the weights as all of these together: Σ sᵢ·Aᵢ·Bᵢ is [A₁ A₂ …] · [s₁B₁; s₂B₂; …]. Its rank
 * is the sum of theirs, its alpha too, so that its scale is 1. Where one does not touch a layer, its part is zero.
 *
 * @param adapters at least one, of one model
 */
export function combineAdapters(adapters: readonly WriterUpdate[]): WriterUpdate {
  const [first] = adapters;
  if (first === undefined) throw new Error("There is no adapter to combine.");
  if (adapters.length === 1) return first;
  const rank = adapters.reduce((sum, { settings }) => sum + settings.rank, 0);
  const names = [...new Set(adapters.flatMap(({ tensors }) => Object.keys(tensors)))];
  return {
    settings: {
      rank,
      alpha: rank,
      targets: [...new Set(adapters.flatMap(({ settings }) => settings.targets))],
      seed: first.settings.seed,
    },
    tensors: Object.fromEntries(
      names.map((name) => [
        name,
        name.endsWith(".a") ? joinColumns(name, adapters) : joinRows(name, adapters),
      ]),
    ),
  };
}

/** A: `[in, rank]`, side by side. */
function joinColumns(name: string, adapters: readonly WriterUpdate[]): Tensor {
  const inputs = adapters.find(({ tensors }) => tensors[name])!.tensors[name]!.shape[0];
  const rank = adapters.reduce((sum, { settings }) => sum + settings.rank, 0);
  const value = new Float32Array(inputs * rank);
  let from = 0;
  for (const { settings, tensors } of adapters) {
    const part = tensors[name]?.value;
    for (let row = 0; part && row < inputs; row++) {
      value.set(part.subarray(row * settings.rank, (row + 1) * settings.rank), row * rank + from);
    }
    from += settings.rank;
  }
  return { shape: [inputs, rank], value };
}

/** B: `[rank, out]`, one below the other, each times its scale. */
function joinRows(name: string, adapters: readonly WriterUpdate[]): Tensor {
  const outputs = adapters.find(({ tensors }) => tensors[name])!.tensors[name]!.shape[1];
  const rank = adapters.reduce((sum, { settings }) => sum + settings.rank, 0);
  const value = new Float32Array(rank * outputs);
  let from = 0;
  for (const { settings, tensors } of adapters) {
    const scale = settings.alpha / settings.rank;
    const part = tensors[name]?.value;
    if (part)
      value.set(
        part.map((entry) => entry * scale),
        from * outputs,
      );
    from += settings.rank;
  }
  return { shape: [rank, outputs], value };
}
