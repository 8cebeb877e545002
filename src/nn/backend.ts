import * as tf from "@tensorflow/tfjs-core";
import type { BackendPreference } from "../protocol/commands.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { adapterName, type BackendReport } from "./backendProbe.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { unregisterKernels } from "./kernels/unregisterKernels.ts";

export interface BackendChoice {
  backend: "webgpu" | "wasm";
  /** One or two sentences for people: what was chosen and why. */
  explanation: string;
}

/**
 * Picks a backend from `probeBackends`' report. "auto" takes a GPU that is real and passed its gradient test,
 * else WebAssembly. A named one is refused with "unsupported" where it cannot work.
 */
export function chooseBackend(report: BackendReport, preference: BackendPreference): BackendChoice {
  const { webgpu, wasm } = report;
  if (preference === "webgpu") {
    if (webgpu.available) return { backend: "webgpu", explanation: `WebGPU, as you chose. ${webgpu.detail}` };
    throw new PlaygroundError(
      "unsupported",
      `WebGPU cannot be used here. ${webgpu.detail}`,
      "Choose WebAssembly.",
    );
  }
  if (preference === "wasm" && wasm.available) {
    return { backend: "wasm", explanation: `WebAssembly, as you chose. ${wasm.detail}` };
  }
  if (webgpu.available && !webgpu.software && preference === "auto") {
    return { backend: "webgpu", explanation: `WebGPU. ${webgpu.detail}` };
  }
  if (!wasm.available) {
    throw new PlaygroundError("unsupported", wasm.detail, "Open this page in a current browser.");
  }
  return { backend: "wasm", explanation: `WebAssembly: ${whyNoGpu(report)} ${wasm.detail}` };
}

function whyNoGpu({ webgpu }: BackendReport): string {
  if (webgpu.available && webgpu.adapter) {
    return `the only GPU here, ${adapterName(webgpu.adapter)}, is emulated on the CPU, which is slower.`;
  }
  return `no GPU can be used. ${webgpu.detail}`;
}

export interface StartOptions {
  /** Called when the GPU is lost, kind "gpu-lost": its tensors are gone; start again and restore snapshots. */
  onLost: (error: PlaygroundError) => void;
}

/** Ends what `startBackend` has started. */
let stop = () => {};

/**
 * Starts a backend and makes it TensorFlow.js's current one, in place of the one started before, whose tensors
 * and matrices can no longer be used. Rejects with a `PlaygroundError`.
 */
export async function startBackend(choice: BackendChoice, options: StartOptions): Promise<Kernels> {
  stop();
  stop = () => {};
  try {
    return choice.backend === "webgpu" ? await startWebGpu(options) : await startWasm();
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    const name = choice.backend === "webgpu" ? "WebGPU" : "WebAssembly";
    const other = choice.backend === "webgpu" ? "WebAssembly" : "another browser";
    throw new PlaygroundError("unsupported", `${name} could not be started.`, `Try ${other}.`, {
      cause: error,
    });
  }
}

async function startWebGpu({ onLost }: StartOptions): Promise<Kernels> {
  // Loaded only where it is used: a page on WebAssembly does not pay for it, and Node has no WebGPU.
  const { openWebGpu } = await import("./kernels/webgpu/openWebGpu.ts");
  const gpu = await openWebGpu(onLost);
  stop = gpu.close;
  return gpu.kernels;
}

async function startWasm(): Promise<Kernels> {
  const { createWasmKernels } = await import("./kernels/wasm/wasmKernels.ts");
  const kernels = await createWasmKernels();
  stop = () => {
    kernels.dispose();
    unregisterKernels(kernels.backendName);
  };
  await tf.setBackend(kernels.backendName);
  return kernels;
}
