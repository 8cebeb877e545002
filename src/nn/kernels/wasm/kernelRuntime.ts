import type * as tf from "@tensorflow/tfjs-core";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { Heap } from "./heap.ts";
import { HeapBackend } from "./heapBackend.ts";
import { currentHost, type HelperThread, type Host } from "./host.ts";
import { compileKernels, type KernelExports } from "./kernelModule.ts";
import { hasRelaxedSimd } from "./relaxedSimd.ts";

export interface RuntimeOptions {
  /** Threads that share the work, the calling one included; 1 where memory cannot be shared. */
  threads?: number;
  /** Fused multiply-add; by default where the engine has it. */
  relaxedSimd?: boolean;
  /** Upper bound of the memory; by default 4 GiB, or as much as the browser lets us reserve. */
  maxBytes?: number;
  /** See `KernelRuntime.maxPanelBytes`. */
  maxPanelBytes?: number;
}

/** More threads than this gain little on one token at a time, and phones heat up. */
const MAX_THREADS = 8;
/** As in `assembly/jobs.ts`. */
const TILE_BYTES = 128;
const PAGE = 65536;
const MAX_PAGES = 65536;

/** The compiled kernels with their memory and threads. Everything runs on the calling thread and its helpers. */
export class KernelRuntime {
  readonly heap: Heap;
  /**
   * Bytes of decoded panels that all matrices hold together at most. A small model's matrices are held so beside their
   * packed form: decoding them anew for each pass takes a third of a training step of few tokens. Of a large model's the
   * first are, which makes no difference.
   */
  readonly maxPanelBytes: number;
  /** Bytes of panels that are held now. */
  panelBytes = 0;
  readonly backend: HeapBackend;
  readonly exports: KernelExports;
  private readonly helpers: HelperThread[];
  private scratch = 0;
  private scratchBytes = 0;

  private constructor(
    memory: WebAssembly.Memory,
    exports: KernelExports,
    helpers: HelperThread[],
    maxPanelBytes = 32 * 1024 * 1024,
  ) {
    this.maxPanelBytes = maxPanelBytes;
    this.heap = new Heap(memory);
    this.backend = new HeapBackend(this.heap);
    this.exports = exports;
    this.helpers = helpers;
    exports.setHelpers(helpers.length);
  }

  static async start(options: RuntimeOptions = {}): Promise<KernelRuntime> {
    const host = currentHost();
    const wanted = options.threads ?? Math.min(MAX_THREADS, host.processors);
    const shared = wanted > 1 && host.canShareMemory;
    const module = await compileKernels(host, shared, options.relaxedSimd ?? hasRelaxedSimd());
    const memory = reserveMemory(shared, options.maxBytes);
    const instance = await WebAssembly.instantiate(module, { env: { memory } });
    const helpers = shared ? await startHelpers(host, module, memory, wanted - 1) : [];
    return new KernelRuntime(
      memory,
      instance.exports as unknown as KernelExports,
      helpers,
      options.maxPanelBytes,
    );
  }

  /** Threads that share the work. */
  get threads(): number {
    return this.helpers.length + 1;
  }

  /** The address of a tensor's values in the kernels' memory; 0 for null. */
  at(tensor: tf.Tensor | null): number {
    return tensor ? this.backend.addressOf(tensor) : 0;
  }

  /** Makes sure that every thread has at least this much working memory for the next kernel. */
  needScratch(bytesPerThread: number): void {
    if (bytesPerThread <= this.scratchBytes) return;
    if (this.scratch) this.heap.free(this.scratch);
    this.scratch = 0;
    this.scratchBytes = 0;
    // Plus a tile for `gemm.ts`, and an odd half-page, so that the threads' working sets do not fall on the same
    // cache sets.
    const bytes = Math.ceil((bytesPerThread + TILE_BYTES) / 4096) * 4096 + 2112;
    this.scratch = this.heap.allocate(bytes * this.threads);
    this.scratchBytes = bytes;
    this.exports.setScratch(this.scratch, bytes);
  }

  /** Calls `use` with the addresses of temporary blocks of the given sizes, and frees them. */
  withBlocks<T>(bytes: readonly number[], use: (...addresses: number[]) => T): T {
    const blocks: number[] = [];
    try {
      for (const size of bytes) blocks.push(this.heap.allocate(size));
      return use(...blocks);
    } finally {
      for (const block of blocks) this.heap.free(block);
    }
  }

  /** Ends the helper threads. The runtime cannot be used afterwards. */
  dispose(): void {
    for (const helper of this.helpers) helper.end();
  }
}

/** A memory of one page that may grow; asks for less address space where the browser refuses (iOS, 32 bits). */
function reserveMemory(shared: boolean, maxBytes: number | undefined): WebAssembly.Memory {
  let maximum = maxBytes === undefined ? MAX_PAGES : Math.max(1, Math.floor(maxBytes / PAGE));
  for (;;) {
    try {
      return new WebAssembly.Memory({ initial: 1, maximum, shared });
    } catch (cause) {
      if (maximum <= 1024) {
        throw new PlaygroundError(
          "out-of-memory",
          "The browser gave no memory for the kernels.",
          "Close other tabs and reload the page.",
          { cause },
        );
      }
      maximum >>= 1;
    }
  }
}

/** All the helpers, or none: without them the calling thread does the same work alone. */
async function startHelpers(
  host: Host,
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  count: number,
): Promise<HelperThread[]> {
  const indices = Array.from({ length: count }, (_, i) => i + 1);
  const started = await Promise.allSettled(
    indices.map((index) => host.startThread({ module, memory, index })),
  );
  const helpers = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  if (helpers.length === count) return helpers;
  for (const helper of helpers) helper.end();
  return [];
}
