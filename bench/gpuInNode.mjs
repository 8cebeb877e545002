import { modelOn, readModel } from "../experiments/runtime.ts";
import { DECODED_TOGETHER } from "../src/protocol/measurement.ts";

/**
 * What "Measure this machine" measures, on the GPU that Node is given by Dawn, which is Chromium's WebGPU: Chromium
 * itself takes no other emulated adapter than its own. Vulkan's VK_DRIVER_FILES chooses among several.
 */
export async function measureInNode(wanted) {
  const { create, globals } = await import("webgpu").catch((cause) => {
    throw new Error("Dawn is not installed: npm install --prefix bench.", { cause });
  });
  const gpu = create([]);
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, "navigator", { value: { gpu } });
  // TensorFlow.js looks for a GPU when it is loaded.
  const { openWebGpu } = await import("../src/nn/kernels/webgpu/openWebGpu.ts");
  const checkpoint = await readModel(wanted);
  const { kernels, close } = await openWebGpu((error) => {
    throw error;
  });
  const model = modelOn(kernels, checkpoint);
  try {
    return figures(await model.measure({ onStage: () => {} }));
  } finally {
    model.dispose();
    close();
  }
}

/** As the page's table has them. */
function figures({ model, device, step, speeds, plain, dispatches }) {
  const row = (what, kind) => {
    const theirs = plain ? [plain[kind].toFixed(1), (speeds[kind] / plain[kind]).toFixed(1)] : [];
    return [what, speeds[kind].toFixed(1), ...theirs];
  };
  return {
    caption: `${model.name} on WebGPU in Node`,
    lines: [
      ["What", "Tokens/s", ...(plain ? ["TensorFlow.js", "Ratio"] : [])],
      row("Training", "training"),
      row("Decoding one", "alone"),
      row(`Decoding ${DECODED_TOGETHER} together`, "together"),
    ],
    facts: [
      ["Training step", `${step.sequences} × ${step.length} tokens, LoRA of rank ${step.rank}`],
      ["GPU", device],
      ["Dispatches a training step", String(dispatches)],
    ],
  };
}
