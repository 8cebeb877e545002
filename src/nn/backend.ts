import * as tf from "@tensorflow/tfjs-core";
import type { BackendPreference } from "../protocol/commands.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { BackendReport } from "./backendProbe.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { adapterName } from "./kernels/webgpu/askGpu.ts";

export interface BackendChoice {
  backend: "webgpu" | "wasm";
  /** One or two sentences for people: what was chosen and why. */
  reason: string;
}

/**
 * Picks a backend from `probeBackends`' report. "auto" takes a GPU that is real and passed its gradient test,
 * else WebAssembly. Where the one that was wished for cannot work, the other serves and the reason says so.
 * Throws "unsupported" where none can.
 */
export function chooseBackend(report: BackendReport, preference: BackendPreference): BackendChoice {
  const { webgpu, wasm } = report;
  if (preference === "webgpu" && webgpu.available) {
    return { backend: "webgpu", reason: `WebGPU, as you chose. ${webgpu.detail}` };
  }
  if (preference === "auto" && webgpu.available && !webgpu.software) {
    return { backend: "webgpu", reason: `WebGPU. ${webgpu.detail}` };
  }
  if (!wasm.available) {
    throw new PlaygroundError("unsupported", wasm.detail, "Open this page in a current browser.");
  }
  return { backend: "wasm", reason: whyWasm(report, preference) };
}

function whyWasm({ webgpu }: BackendReport, preference: BackendPreference): string {
  if (preference === "wasm") return "WebAssembly, as you chose.";
  if (preference === "webgpu") return `WebAssembly, since WebGPU cannot be used here. ${webgpu.detail}`;
  if (webgpu.available && webgpu.adapter) {
    return `WebAssembly: the only GPU here is emulated on the CPU (${adapterName(webgpu.adapter)}), which is slower.`;
  }
  return `WebAssembly: no GPU can be used. ${webgpu.detail}`;
}

export interface StartOptions {
  /** Called when the GPU is lost, kind "gpu-lost": its tensors are gone; start again and restore snapshots. */
  onLost: (error: PlaygroundError) => void;
}

/** Ends what `startBackend` has started. */
let stop = () => {};

export interface StartedBackend {
  backend: BackendChoice["backend"];
  kernels: Kernels;
  /** For people: what runs, and why not what they may have expected. */
  explanation: string;
}

/**
 * Starts the backend that `chooseBackend` picks and makes it TensorFlow.js's current one, in place of the one started
 * before, whose tensors and matrices can no longer be used. A GPU that does not start leaves the work to WebAssembly.
 * Rejects with a `PlaygroundError`.
 */
export async function startBackend(
  report: BackendReport,
  preference: BackendPreference,
  options: StartOptions,
): Promise<StartedBackend> {
  stop();
  stop = () => {};
  const { backend, reason } = chooseBackend(report, preference);
  if (backend === "wasm") return startWasm(reason);
  try {
    return { backend, kernels: await startWebGpu(options), explanation: reason };
  } catch (error) {
    if (!report.wasm.available) throw notStarted("WebGPU", error);
    const why = error instanceof PlaygroundError ? ` ${error.message}` : "";
    return startWasm(`WebAssembly, since WebGPU could not be started.${why}`);
  }
}

/** Starts WebAssembly on one thread, unasked what else there is: for a copy of a model beside others. Rejects with a `PlaygroundError`. */
export async function startSingleThread(): Promise<Kernels> {
  const { kernels } = await startWasm("", 1);
  return kernels;
}

function notStarted(name: string, cause: unknown): PlaygroundError {
  if (cause instanceof PlaygroundError) return cause;
  return new PlaygroundError("unsupported", `${name} could not be started.`, "Try another browser.", {
    cause,
  });
}

async function startWebGpu({ onLost }: StartOptions): Promise<Kernels> {
  // Loaded only where it is used: a page on WebAssembly does not pay for it, and Node has no WebGPU.
  const { openWebGpu } = await import("./kernels/webgpu/openWebGpu.ts");
  const gpu = await openWebGpu(onLost);
  stop = gpu.close;
  return gpu.kernels;
}

async function startWasm(reason: string, most?: number): Promise<StartedBackend> {
  try {
    const { createWasmKernels } = await import("./kernels/wasm/wasmKernels.ts");
    const kernels = await createWasmKernels(most === undefined ? {} : { threads: most });
    stop = () => kernels.dispose();
    await tf.setBackend(kernels.backendName);
    const threads = kernels.threads === 1 ? "one thread" : `${kernels.threads} threads`;
    return { backend: "wasm", kernels, explanation: `${reason} It runs on ${threads}.` };
  } catch (error) {
    throw notStarted("WebAssembly", error);
  }
}
