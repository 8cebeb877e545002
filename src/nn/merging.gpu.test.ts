import { afterAll, beforeAll, expect, test } from "vitest";
import { plainAdamW } from "../../test/plainAdamW.ts";
import { textExample, tinyModel } from "../../test/tinyModel.ts";
import { LINEAR_NAMES } from "../protocol/adapterSettings.ts";
import { type OpenWebGpu, openWebGpu } from "./kernels/webgpu/openWebGpu.ts";

const OPTIMIZER = plainAdamW({ learningRate: 0.02, steps: 2, maxGradNorm: 1 });

let gpu: OpenWebGpu;
beforeAll(async () => {
  gpu = await openWebGpu(() => {});
});
afterAll(() => gpu.close());

test.each(["f32", "q4"] as const)(
  "on WebGPU a %s model rolled back to a merge says the same bit for bit",
  async (format) => {
    const model = tinyModel(gpu.kernels, { format });
    const logProbs = async () => [...(await model.logProbs([textExample("The mill is red.")]))[0]!];
    const trained = async (text: string) => {
      const adapter = model.createAdapter({ rank: 2, alpha: 4, targets: LINEAR_NAMES, seed: 1 });
      await model.fineTune(adapter, { examples: [textExample(text)], optimizer: OPTIMIZER, seed: 1 });
      return adapter;
    };
    const base = await logProbs();
    const first = await trained("Ada wrote a poem.");
    await model.merge(first);
    const once = await logProbs();
    const second = await trained("The mill is red.");
    await model.merge(second);
    const twice = await logProbs();
    expect(once).not.toEqual(base);
    expect(twice).not.toEqual(once);

    model.unmerge();
    expect(await logProbs()).toEqual(base);
    await model.merge(first);
    expect(await logProbs()).toEqual(once);
    await model.merge(second);
    expect(await logProbs()).toEqual(twice);
    for (const adapter of [first, second]) adapter.dispose();
    model.dispose();
  },
);
