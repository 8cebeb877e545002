import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { withTimeLimit } from "../../../protocol/timeLimit.ts";

/** A driver that hangs answers neither yes nor no, and must not keep people from WebAssembly. */
const GPU_PATIENCE_MS = 10_000;

/** The adapter that the page uses, or null where the browser gives none. Rejects, "unsupported", where it is silent. */
export function requestAdapter(gpu: GPU): Promise<GPUAdapter | null> {
  const asked = gpu.requestAdapter({ powerPreference: "high-performance" });
  return withTimeLimit(asked, GPU_PATIENCE_MS, () => silent("adapter"));
}

/** A device of the adapter. Rejects, "unsupported", where it is silent; one that comes later is given back. */
export async function requestDevice(
  adapter: GPUAdapter,
  descriptor: GPUDeviceDescriptor,
): Promise<GPUDevice> {
  const asked = adapter.requestDevice(descriptor);
  let isLate = false;
  void asked.then(
    (device) => isLate && device.destroy(),
    () => {},
  );
  return withTimeLimit(asked, GPU_PATIENCE_MS, () => {
    isLate = true;
    return silent("device");
  });
}

export function adapterName(info: Pick<GPUAdapterInfo, "vendor" | "architecture" | "description">): string {
  return info.description || [info.vendor, info.architecture].filter(Boolean).join(" ") || "Unnamed GPU";
}

function silent(what: string): PlaygroundError {
  return new PlaygroundError(
    "unsupported",
    `The GPU did not answer when its ${what} was asked for.`,
    "Restart the browser, update the graphics driver, or choose WebAssembly.",
  );
}
