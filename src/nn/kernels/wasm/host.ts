import { withTimeLimit } from "../../../protocol/timeLimit.ts";
import { hasRelaxedSimd } from "./relaxedSimd.ts";

/** What differs between a browser's worker and Node. */
export interface Host {
  /** Threads that run at once on this machine. */
  readonly processors: number;
  /** Whether memory can be shared with other threads: always in Node, in browsers if cross-origin isolated. */
  readonly canShareMemory: boolean;
  /** The bytes of one variant of the kernels. */
  readKernels(shared: boolean, relaxed: boolean): Promise<Uint8Array<ArrayBuffer>>;
  /** Starts a thread that serves kernels until it is ended; resolves when it is about to. */
  startThread(start: ThreadStart): Promise<HelperThread>;
}

export interface ThreadStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** From 1; the calling thread is 0. */
  index: number;
}

export interface HelperThread {
  end(): void;
}

/**
 * The whole program of a helper thread. A string, because it must run as it stands in browsers (from a Blob) and
 * in Node (evaluated), where neither a bundler nor a TypeScript loader reaches.
 */
const THREAD_PROGRAM = `
const node = typeof require === "function" ? require("node:worker_threads") : null;
const post = (message) => (node ? node.parentPort : self).postMessage(message);
const serve = ({ module, memory, index }) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  post("ready");
  exports.serve(index);
};
if (node) serve(node.workerData);
else self.onmessage = (event) => serve(event.data);
`;

/** The four files of `buildKernels.mjs`, written out so that the bundler finds them. */
function kernelUrl(shared: boolean, relaxed: boolean): URL {
  if (shared && relaxed) return new URL("./build/kernels-threads-relaxed.wasm", import.meta.url);
  if (shared) return new URL("./build/kernels-threads.wasm", import.meta.url);
  if (relaxed) return new URL("./build/kernels-relaxed.wasm", import.meta.url);
  return new URL("./build/kernels.wasm", import.meta.url);
}

/** A thread that cannot start may say nothing; the work then goes on without it. */
const THREAD_PATIENCE_MS = 10_000;

const browserHost: Host = {
  processors: globalThis.navigator?.hardwareConcurrency ?? 1,
  canShareMemory: globalThis.crossOriginIsolated === true,
  async readKernels(shared, relaxed) {
    const response = await fetch(kernelUrl(shared, relaxed));
    if (!response.ok) throw new Error(`The kernels could not be read: ${response.status}.`);
    return new Uint8Array(await response.arrayBuffer());
  },
  async startThread(start) {
    const url = URL.createObjectURL(new Blob([THREAD_PROGRAM], { type: "text/javascript" }));
    const worker = new Worker(url, { name: `kernels-${start.index}` });
    const ready = new Promise<void>((resolve, reject) => {
      worker.onmessage = () => resolve();
      worker.onerror = (event) => reject(new Error(event.message));
      // Some browsers take shared memory and cannot hand it to a worker.
      worker.onmessageerror = () => reject(new Error("Shared memory did not arrive."));
    });
    try {
      worker.postMessage(start);
      await withTimeLimit(ready, THREAD_PATIENCE_MS, () => new Error("The thread did not start."));
      return { end: () => worker.terminate() };
    } catch (error) {
      worker.terminate();
      throw error;
    } finally {
      URL.revokeObjectURL(url);
    }
  },
};

const RELAXED_SIMD_FLAG = "--experimental-wasm-relaxed-simd";

/** The parts of Node that are used here; its types are not part of this program, which is a worker's. */
interface NodeModules {
  "node:fs/promises": { readFile(path: URL): Promise<Uint8Array<ArrayBuffer>> };
  "node:os": { availableParallelism(): number };
  "node:v8": { setFlagsFromString(flags: string): void };
  "node:worker_threads": {
    Worker: new (source: string, options: { eval: true; workerData: ThreadStart }) => NodeWorker;
  };
}
interface NodeWorker {
  once(event: "message", listener: () => void): void;
  once(event: "error", listener: (error: Error) => void): void;
  unref(): void;
  terminate(): Promise<number>;
}
type NodeProcess = { getBuiltinModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] };

function nodeHost(node: NodeProcess): Host {
  const { Worker } = node.getBuiltinModule("node:worker_threads");
  // Node 20 has relaxed SIMD behind a flag, later versions without; it is read when a module is compiled.
  if (!hasRelaxedSimd()) node.getBuiltinModule("node:v8").setFlagsFromString(RELAXED_SIMD_FLAG);
  return {
    processors: node.getBuiltinModule("node:os").availableParallelism(),
    canShareMemory: true,
    readKernels: (shared, relaxed) =>
      node.getBuiltinModule("node:fs/promises").readFile(kernelUrl(shared, relaxed)),
    startThread: (start) =>
      new Promise((resolve, reject) => {
        const worker = new Worker(THREAD_PROGRAM, { eval: true, workerData: start });
        worker.once("message", () => {
          // A waiting helper must not keep the process from ending.
          worker.unref();
          resolve({ end: () => void worker.terminate() });
        });
        worker.once("error", reject);
      }),
  };
}

/** The host this program runs on. */
export function currentHost(): Host {
  const { process } = globalThis as { process?: Partial<NodeProcess> };
  return process?.getBuiltinModule ? nodeHost(process as NodeProcess) : browserHost;
}
