import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test, vi } from "vitest";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { chooseBackend, startBackend } from "./backend.ts";
import { type BackendReport, probeBackends } from "./backendProbe.ts";

const adapter = {
  vendor: "intel",
  architecture: "xe",
  description: "Intel Arc",
  isFallback: false,
  features: [],
  maxBufferSize: 2 ** 31,
  maxStorageBufferBindingSize: 2 ** 30,
  maxStorageBuffersPerShaderStage: 10,
};

function report(webgpu: Partial<BackendReport["webgpu"]>): BackendReport {
  return {
    webgpu: {
      available: true,
      software: false,
      detail: "Intel Arc: fine.",
      adapter,
      selfTestFailure: null,
      ...webgpu,
    },
    wasm: { available: true, relaxedSimd: true, threads: 4, detail: "WebAssembly, 4 threads." },
    crossOriginIsolated: true,
  };
}

describe("chooseBackend", () => {
  test("auto takes a real GPU", () => {
    expect(chooseBackend(report({}), "auto").backend).toBe("webgpu");
  });

  test("auto prefers WebAssembly to an emulated GPU and says why", () => {
    const software = report({
      software: true,
      adapter: { ...adapter, description: "SwiftShader", isFallback: true },
    });
    const choice = chooseBackend(software, "auto");
    expect(choice.backend).toBe("wasm");
    expect(choice.reason).toContain("is emulated on the CPU (SwiftShader), which is slower");
    expect(chooseBackend(software, "webgpu").backend).toBe("webgpu");
  });

  test("a GPU that failed the gradient test is never taken", () => {
    const failed = report({ available: false, detail: "GPU: found, but its gradient dA is off by 100 %." });
    const choice = chooseBackend(failed, "auto");
    expect(choice.backend).toBe("wasm");
    expect(choice.reason).toContain("its gradient dA is off by 100 %");
  });

  test("where the GPU that was wished for is gone, WebAssembly serves and says why", () => {
    const gone = report({ available: false, adapter: null, detail: "The browser offers no GPU." });
    const choice = chooseBackend(gone, "webgpu");
    expect(choice.backend).toBe("wasm");
    expect(choice.reason).toBe("WebAssembly, since WebGPU cannot be used here. The browser offers no GPU.");
  });

  test("without both there is nothing to run on", () => {
    const none = report({ available: false });
    const detail = "This browser has no WebAssembly.";
    const nothing = { ...none, wasm: { ...none.wasm, available: false, detail } };
    for (const preference of ["auto", "webgpu", "wasm"] as const) {
      expect(() => chooseBackend(nothing, preference)).toThrow(PlaygroundError);
    }
  });

  test("WebAssembly on request, although there is a GPU", () => {
    expect(chooseBackend(report({}), "wasm")).toMatchObject({ backend: "wasm" });
  });
});

test("Node has no GPU and computes on WebAssembly", async () => {
  const found = await probeBackends();
  expect(found.webgpu).toMatchObject({ available: false, adapter: null });
  expect(found.wasm).toMatchObject({ available: true, threads: 1 });
  const { kernels, backend, explanation } = await startBackend(found, "auto", { onLost: () => {} });
  expect(backend).toBe("wasm");
  expect(explanation).toMatch(/^WebAssembly: no GPU can be used\. .* It runs on (one thread|\d+ threads)\.$/);
  expect(tf.getBackend()).toMatch(/^playground-wasm-/);
  const x = tf.tensor2d([3, 4], [1, 2]);
  const y = kernels.rmsNorm(x, tf.tensor1d([1, 2]), 0);
  expect([...(await y.data())]).toEqual([expect.closeTo(0.8485, 3), expect.closeTo(2.2627, 3)]);
});

test("a GPU that was found and does not start leaves the work to WebAssembly", async () => {
  const { backend, explanation } = await startBackend(report({}), "auto", { onLost: () => {} });
  expect(backend).toBe("wasm");
  expect(explanation).toContain("WebGPU could not be started");
  expect(tf.getBackend()).toMatch(/^playground-wasm-/);
});

test("a GPU that never answers is given up", async () => {
  vi.useFakeTimers();
  try {
    vi.stubGlobal("navigator", { gpu: { requestAdapter: () => new Promise(() => {}) } });
    const probing = probeBackends();
    await vi.runAllTimersAsync();
    const { webgpu, wasm } = await probing;
    expect(webgpu.available).toBe(false);
    expect(webgpu.detail).toContain("did not answer");
    expect(wasm.available).toBe(true);
  } finally {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  }
});
