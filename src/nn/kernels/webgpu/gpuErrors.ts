import { PlaygroundError } from "../../../protocol/playgroundError.ts";

/** @param detail the driver's own words, which are of no use to people */
export function gpuLost(detail: string): PlaygroundError {
  return new PlaygroundError(
    "gpu-lost",
    "The browser lost its connection to the GPU.",
    "The model is loaded again by itself. If this happens again, close other tabs that use the GPU, or choose WebAssembly.",
    { cause: new Error(detail) },
  );
}

export function outOfGpuMemory(cause: unknown): PlaygroundError {
  return new PlaygroundError(
    "out-of-memory",
    "The GPU has run out of memory.",
    "Choose a smaller model or shorter texts, close other tabs, or choose WebAssembly.",
    { cause },
  );
}

/** What an error that the device reports means to a person. */
export function gpuErrorOf(error: GPUError): PlaygroundError {
  if (error instanceof GPUOutOfMemoryError) return outOfGpuMemory(error);
  return new PlaygroundError(
    "internal",
    `The GPU refused a command: ${error.message.split("\n")[0]}`,
    "Choose WebAssembly, and please report this with the name of your GPU.",
    { cause: error },
  );
}
