import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { Heap } from "./heap.ts";

type Values = tf.backend_util.BackendValues;

/**
 * The values of one tensor: in ordinary memory, where TensorFlow.js's own ops leave them, or in the kernels' heap.
 * They move there when a kernel first asks for their address, and stay.
 */
class HeapData {
  readonly dtype: tf.DataType;
  refCount: number;
  private readonly heap: Heap;
  private host: Values | null;
  private block: { address: number; length: number } | null;

  constructor(
    heap: Heap,
    dtype: tf.DataType,
    refCount: number,
    where: Values | { address: number; length: number },
  ) {
    this.heap = heap;
    this.dtype = dtype;
    this.refCount = refCount;
    const inHeap = "address" in where;
    this.host = inHeap ? null : where;
    this.block = inHeap ? where : null;
  }

  /** As TensorFlow.js's CPU kernels read them: the storage itself, not a copy. */
  get values(): Values {
    if (!this.block) return this.host!;
    const { address, length } = this.block;
    return this.dtype === "int32" ? this.heap.integers(address, length) : this.heap.floats(address, length);
  }

  /** Where the values are in the heap. */
  get address(): number {
    if (!this.block) {
      const host = this.host as Float32Array | Int32Array;
      const address = this.heap.allocate(host.byteLength);
      this.block = { address, length: host.length };
      if (this.dtype === "int32") this.heap.integers(address, host.length).set(host);
      else this.heap.floats(address, host.length).set(host);
      this.host = null;
    }
    return this.block.address;
  }

  /** A copy in ordinary memory. */
  copy(): Values {
    const { values } = this;
    return Array.isArray(values) ? values : values.slice();
  }

  free(): void {
    if (this.block) this.heap.free(this.block.address);
  }
}

/**
 * A TensorFlow.js backend whose tensors live in the kernels' heap, so that activations need no copying in and out.
 * Ops that are not ours (reshape, gather, concat, …) run as TensorFlow.js's plain JavaScript kernels on the
 * same memory: `MathBackendCPU` and its kernels ask for `values` only.
 */
export class HeapBackend extends MathBackendCPU {
  readonly heap: Heap;

  constructor(heap: Heap) {
    super();
    this.heap = heap;
  }

  override write(values: Values, _shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    this.data.set(dataId, new HeapData(this.heap, dtype, 1, this.apart(values)));
    return dataId;
  }

  override move(
    dataId: object,
    values: Values,
    _shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void {
    this.data.set(dataId, new HeapData(this.heap, dtype, refCount, this.apart(values)));
  }

  override readSync(dataId: object): Values {
    return this.dataOf(dataId).copy();
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.data.has(dataId)) return true;
    const data = this.dataOf(dataId);
    data.refCount--;
    if (!force && data.refCount > 0) return false;
    data.free();
    this.data.delete(dataId);
    return true;
  }

  /** The address of a float or int32 tensor's values, which are moved into the heap if they are elsewhere. */
  addressOf(tensor: tf.TensorInfo): number {
    return this.dataOf(tensor.dataId).address;
  }

  /** A tensor's values where they lie, not a copy; valid until the next allocation. */
  valuesOf(tensor: tf.TensorInfo): Values {
    return this.dataOf(tensor.dataId).values;
  }

  /** A new float tensor in the heap, its values arbitrary. */
  output(rows: number, cols: number): tf.Tensor2D {
    return tf.engine().makeTensorFromTensorInfo(this.uninitialized([rows, cols]), this) as tf.Tensor2D;
  }

  output1d(length: number): tf.Tensor1D {
    return tf.engine().makeTensorFromTensorInfo(this.uninitialized([length]), this) as tf.Tensor1D;
  }

  /** As `output`, before TensorFlow.js makes a tensor of it: what a registered kernel returns. */
  uninitialized(shape: number[]): tf.TensorInfo {
    const length = tf.util.sizeFromShape(shape);
    const address = this.heap.allocate(4 * length);
    const dataId = {};
    this.data.set(dataId, new HeapData(this.heap, "float32", 1, { address, length }));
    return { dataId, shape, dtype: "float32" };
  }

  /**
   * TensorFlow.js's slice of whole rows is a view of its input. Of the heap it has to be a copy: what it shows there is
   * freed and used again, and a memory that grows takes it away.
   */
  private apart(values: Values): Values {
    const isInHeap = ArrayBuffer.isView(values) && values.buffer === this.heap.memory.buffer;
    return isInHeap ? values.slice() : values;
  }

  private dataOf(dataId: object): HeapData {
    // `get` moves a tensor of another backend here by calling `move`, so all data are ours.
    return this.data.get(dataId) as HeapData;
  }
}
