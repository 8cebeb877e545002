import type { Adapter, LanguageModel } from "../nn/languageModel.ts";

/** An adapter whose ΔW is `scale` times as large: it is linear in B. */
export async function scaledCopy(model: LanguageModel, adapter: Adapter, scale: number): Promise<Adapter> {
  const snapshot = await adapter.snapshot();
  const tensors = Object.entries(snapshot.tensors).map(([name, tensor]) => {
    const value = name.endsWith(".b") ? tensor.value.map((entry) => entry * scale) : tensor.value;
    return [name, { ...tensor, value }] as const;
  });
  const copy = model.createAdapter(snapshot.settings);
  copy.restore({ ...snapshot, tensors: Object.fromEntries(tensors) });
  return copy;
}
