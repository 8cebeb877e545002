import type { BackendReport as ProtocolReport } from "../protocol/events.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { withTimeLimit } from "../protocol/timeLimit.ts";
import { adapterName, requestAdapter } from "./kernels/webgpu/askGpu.ts";

/** What this browser can compute on. Plain data; the part named in the protocol is what the page shows. */
export interface BackendReport extends ProtocolReport {
  webgpu: WebGpuReport;
  wasm: WasmReport;
}

export type WebGpuReport = ProtocolReport["webgpu"] & {
  /** null where the browser gives none. */
  adapter: AdapterReport | null;
  /** What the gradient test on the GPU found wrong; null where it passed or there was nothing to test. */
  selfTestFailure: string | null;
};

export type WasmReport = ProtocolReport["wasm"] & { relaxedSimd: boolean };

export interface AdapterReport {
  vendor: string;
  architecture: string;
  description: string;
  /** Emulated on the CPU. */
  isFallback: boolean;
  features: string[];
  /** Largest buffer and largest binding of one, in bytes. */
  maxBufferSize: number;
  maxStorageBufferBindingSize: number;
  maxStorageBuffersPerShaderStage: number;
}

/** Looks at what there is and tests a GPU if one is found; call before `startBackend`. Never throws. */
export async function probeBackends(): Promise<BackendReport> {
  const isolated = globalThis.crossOriginIsolated === true;
  return { webgpu: await probeWebGpu(), wasm: probeWasm(isolated), crossOriginIsolated: isolated };
}

async function probeWebGpu(): Promise<WebGpuReport> {
  const gpu: GPU | undefined = globalThis.navigator?.gpu;
  let adapter: AdapterReport | null = null;
  let refusal = "";
  try {
    const found = gpu ? await requestAdapter(gpu) : null;
    if (found) adapter = describeAdapter(found);
  } catch (error) {
    refusal = ` (${messageOf(error)})`;
  }
  if (!adapter) {
    const what = gpu ? `The browser has WebGPU but offers no GPU${refusal}.` : "This browser has no WebGPU.";
    const detail = `${what} ${adviceWithoutAdapter(gpu !== undefined)}`;
    return { available: false, software: false, detail, adapter, selfTestFailure: null };
  }
  const software = adapter.isFallback;
  const name = adapterName(adapter);
  if (givesZeroGradients(adapter)) {
    const selfTestFailure = "GPUs of this maker are known to return zeros for gradients";
    return { available: false, software, detail: `${name}: ${selfTestFailure}.`, adapter, selfTestFailure };
  }
  if (software) {
    // Never chosen by itself, and testing it would keep a machine without a GPU busy for seconds.
    const detail = `${name}, emulated on the CPU: slower than WebAssembly.`;
    return { available: true, software, detail, adapter, selfTestFailure: null };
  }
  const selfTestFailure = await testGradients();
  const detail = selfTestFailure
    ? `${name}: found, but ${selfTestFailure}.`
    : `${name}: a test gradient agrees with the CPU.`;
  return { available: selfTestFailure === null, software, detail, adapter, selfTestFailure };
}

function describeAdapter(adapter: GPUAdapter): AdapterReport {
  const { info, limits } = adapter;
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    description: info.description,
    isFallback:
      info.isFallbackAdapter ||
      /swiftshader|llvmpipe|basic render/i.test(`${info.architecture} ${info.description}`),
    features: [...adapter.features],
    maxBufferSize: limits.maxBufferSize,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
  };
}

/** Imagination's PowerVR, seen in TensorFlow.js: every gradient comes back as 0. */
function givesZeroGradients(adapter: AdapterReport): boolean {
  return adapter.vendor === "img-tec";
}

/** Compiling its programs for the first time takes a slow machine some seconds. */
const SELF_TEST_PATIENCE_MS = 30_000;

/** In words: what differs, or null. */
async function testGradients(): Promise<string | null> {
  try {
    const { gradientSelfTest } = await import("./kernels/webgpu/selfTest.ts");
    return await withTimeLimit(gradientSelfTest(), SELF_TEST_PATIENCE_MS, () => new Error("it did not end"));
  } catch (error) {
    return `its test ended with an error (${messageOf(error)})`;
  }
}

/** What the user can do, by browser. WebGPU's own reasons are not told to pages. */
function adviceWithoutAdapter(hasApi: boolean): string {
  const agent = globalThis.navigator?.userAgent ?? "";
  if (globalThis.isSecureContext === false) return "Open the page over https or from localhost.";
  if (/Firefox\//.test(agent)) {
    return hasApi
      ? "Update the graphics driver, or try Chrome or Edge."
      : "Firefox has it from version 141 on Windows and 145 on Macs with Apple chips; elsewhere try Chrome or Edge.";
  }
  if (/Chrome\//.test(agent)) {
    if (!hasApi) return "Update Chrome or Edge to a current version.";
    if (/Linux/.test(agent) && !/Android/.test(agent)) {
      return 'On Linux, set "Unsafe WebGPU Support" and "Vulkan" to Enabled in chrome://flags and restart.';
    }
    return 'Turn on "Use graphics acceleration when available" in the browser\'s settings, and update the graphics driver.';
  }
  if (/Safari\//.test(agent)) return "Safari has it from version 26; update the system, or try Chrome.";
  return "Try a current Chrome or Edge.";
}

function probeWasm(isolated: boolean): WasmReport {
  // Our kernels are written for vectors; without them there is nothing to run.
  const available = typeof WebAssembly === "object" && WebAssembly.validate(SIMD_MODULE);
  const relaxedSimd = available && WebAssembly.validate(RELAXED_SIMD_MODULE);
  const threads = isolated ? (globalThis.navigator?.hardwareConcurrency ?? 1) : 1;
  const why = isolated ? "" : ", because this page is not cross-origin isolated";
  const detail = available
    ? `WebAssembly with vector instructions, ${threads === 1 ? "1 thread" : `up to ${threads} threads`}${why}.`
    : "This browser has no WebAssembly with vector instructions. Try a current browser.";
  return { available, relaxedSimd, threads, detail };
}

function messageOf(error: unknown): string {
  if (error instanceof PlaygroundError) return error.message.replace(/\.$/, "");
  return error instanceof Error ? error.message.split("\n")[0]! : String(error);
}

/** `i8x16.popcnt(i8x16.splat(0))` and `i8x16.relaxed_swizzle`: valid only where the instructions exist. */
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
]);
const RELAXED_SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2,
  253, 15, 253, 128, 2, 11,
]);
