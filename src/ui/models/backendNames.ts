/** Where a model computes, as the page calls it. */
export const BACKEND_NAMES: Readonly<Record<string, string>> = {
  webgpu: "WebGPU",
  wasm: "WebAssembly",
  cpu: "JavaScript",
};
