import { outOfGpuMemory } from "./gpuErrors.ts";

/** The part of TensorFlow.js's buffer manager that hands out buffers; `bufferPool` takes it over. */
export interface BufferManagerLike {
  numBytesUsed: number;
  numBytesAllocated: number;
  acquireBuffer(
    size: number,
    usage: GPUBufferUsageFlags,
    mappedAtCreation?: boolean,
    reuse?: boolean,
  ): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  dispose(): void;
}

/**
 * Replaces the library's way of handing out buffers, in two respects. Of several free buffers of one size the oldest
 * is taken, not the last freed: a training or decoding step then finds the same buffers in the same places as
 * the step before, and with them its bind groups. And free buffers beyond `maxFreeBytes` are destroyed, where the
 * library keeps every size it has ever seen.
 */
export function replacePool(
  manager: BufferManagerLike,
  device: GPUDevice,
  maxFreeBytes: number,
  beforeDestroy: () => void,
): void {
  const ages = new Map<GPUBuffer, number>();
  const free = new Map<string, GPUBuffer[]>();
  let made = 0;
  const age = (buffer: GPUBuffer) => ages.get(buffer) ?? 0;

  manager.acquireBuffer = (size, usage, mappedAtCreation = false, reuse = true) => {
    const pooled = reuse ? free.get(keyOf(size, usage))?.shift() : undefined;
    manager.numBytesUsed += size;
    if (pooled) return pooled;
    const buffer = createBuffer(device, { size, usage, mappedAtCreation });
    ages.set(buffer, made++);
    manager.numBytesAllocated += size;
    return buffer;
  };

  manager.releaseBuffer = (buffer, reuse = true) => {
    if (!ages.has(buffer)) return;
    manager.numBytesUsed -= buffer.size;
    const freeBytes = manager.numBytesAllocated - manager.numBytesUsed;
    if (!reuse || freeBytes > maxFreeBytes) {
      beforeDestroy();
      buffer.destroy();
      ages.delete(buffer);
      manager.numBytesAllocated -= buffer.size;
      return;
    }
    const key = keyOf(buffer.size, buffer.usage);
    const list = free.get(key) ?? [];
    free.set(key, list);
    const place = list.findIndex((other) => age(other) > age(buffer));
    list.splice(place < 0 ? list.length : place, 0, buffer);
  };

  manager.dispose = () => {
    for (const buffer of ages.keys()) buffer.destroy();
    ages.clear();
    free.clear();
    manager.numBytesUsed = 0;
    manager.numBytesAllocated = 0;
  };
}

/** Without memory for a mapped buffer, the browser throws at once; otherwise the device reports it later. */
function createBuffer(device: GPUDevice, descriptor: GPUBufferDescriptor): GPUBuffer {
  try {
    return device.createBuffer(descriptor);
  } catch (cause) {
    throw outOfGpuMemory(cause);
  }
}

function keyOf(size: number, usage: GPUBufferUsageFlags): string {
  return `${size}_${usage}`;
}
