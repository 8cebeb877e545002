import { type GpuProgram, shaderSource } from "./gpuProgram.ts";

/** WebGPU's largest default alignment for dynamic offsets, of uniform and of storage buffers. */
const ALIGNMENT = 256;
/** Dispatches gathered before they are handed to the GPU: enough to hide the cost, few enough to start early. */
const DISPATCHES_PER_SUBMIT = 64;
const UNIFORM_BYTES = DISPATCHES_PER_SUBMIT * ALIGNMENT;
/** Bind groups hold no memory of their own; the limit only bounds the map. */
const MAX_BIND_GROUPS = 8192;

export interface Dispatch {
  reads: readonly GPUBuffer[];
  writes: readonly GPUBuffer[];
  /** In the order of the program's `scalars`. */
  scalars: readonly number[];
  list?: Int32Array;
  /** Workgroups in x, y, z. */
  grid: readonly [number, number, number];
}

interface Pipeline {
  compute: GPUComputePipeline;
  layout: GPUBindGroupLayout;
}

/**
 * Encodes our dispatches into one compute pass and submits them in batches. TensorFlow.js makes a bind
 * group and a uniform buffer per dispatch; here scalars and lists of a batch share one buffer written once,
 * and bind groups are found again by their buffers, which recur because freed buffers are reused.
 */
export class CommandStream {
  /** Counters for measurements. */
  dispatches = 0;
  submits = 0;
  bindGroupsMade = 0;

  private readonly pipelines = new Map<string, Pipeline>();
  private readonly bindGroups = new Map<string, GPUBindGroup>();
  private readonly bufferIds = new WeakMap<GPUBuffer, number>();
  private nextBufferId = 1;
  private readonly uniforms: GPUBuffer;
  private readonly uniformBytes = new ArrayBuffer(UNIFORM_BYTES);
  private uniformsUsed = 0;
  private lists: GPUBuffer;
  private listBytes = new ArrayBuffer(64 * 1024);
  private listsUsed = 0;
  private encoder: GPUCommandEncoder | null = null;
  private pass: GPUComputePassEncoder | null = null;

  private readonly device: GPUDevice;

  constructor(device: GPUDevice) {
    this.device = device;
    this.uniforms = device.createBuffer({
      size: UNIFORM_BYTES,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.lists = this.createLists();
  }

  dispatch(program: GpuProgram, call: Dispatch): void {
    const listRange = call.list ? listBinding(call.list.length) : 0;
    if (this.uniformsUsed === UNIFORM_BYTES || this.listsUsed + listRange > this.listBytes.byteLength) {
      this.submit();
    }
    if (listRange > this.listBytes.byteLength) this.growLists(listRange);

    const pipeline = this.pipeline(program);
    const offsets = [this.writeScalars(program, call.scalars)];
    if (call.list) offsets.push(this.writeList(call.list, listRange));
    const bindGroup = this.bindGroup(program, pipeline, call, listRange);

    this.encoder ??= this.device.createCommandEncoder();
    this.pass ??= this.encoder.beginComputePass();
    this.pass.setPipeline(pipeline.compute);
    this.pass.setBindGroup(0, bindGroup, offsets);
    this.pass.dispatchWorkgroups(...call.grid);
    this.dispatches++;
  }

  /** Hands everything encoded so far to the GPU. */
  submit(): void {
    if (!this.encoder || !this.pass) return;
    this.pass.end();
    this.device.queue.writeBuffer(this.uniforms, 0, this.uniformBytes, 0, this.uniformsUsed);
    if (this.listsUsed > 0) this.device.queue.writeBuffer(this.lists, 0, this.listBytes, 0, this.listsUsed);
    this.device.queue.submit([this.encoder.finish()]);
    this.encoder = null;
    this.pass = null;
    this.uniformsUsed = 0;
    this.listsUsed = 0;
    this.submits++;
  }

  dispose(): void {
    this.uniforms.destroy();
    this.lists.destroy();
    this.bindGroups.clear();
  }

  private writeScalars(program: GpuProgram, values: readonly number[]): number {
    const offset = this.uniformsUsed;
    const view = new DataView(this.uniformBytes, offset, ALIGNMENT);
    Object.values(program.scalars).forEach((type, i) => {
      if (type === "f32") view.setFloat32(4 * i, values[i]!, true);
      else view.setUint32(4 * i, values[i]!, true);
    });
    this.uniformsUsed += ALIGNMENT;
    return offset;
  }

  private writeList(list: Int32Array, range: number): number {
    const offset = this.listsUsed;
    new Int32Array(this.listBytes, offset, list.length).set(list);
    this.listsUsed += range;
    return offset;
  }

  private growLists(range: number): void {
    this.lists.destroy();
    this.listBytes = new ArrayBuffer(range);
    this.lists = this.createLists();
  }

  private createLists(): GPUBuffer {
    return this.device.createBuffer({
      size: this.listBytes.byteLength,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
  }

  private pipeline(program: GpuProgram): Pipeline {
    const known = this.pipelines.get(program.key);
    if (known) return known;
    const layout = this.device.createBindGroupLayout({ entries: layoutEntries(program) });
    const module = this.device.createShaderModule({ label: program.key, code: shaderSource(program) });
    const compute = this.device.createComputePipeline({
      label: program.key,
      layout: this.device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: "main" },
    });
    const pipeline = { compute, layout };
    this.pipelines.set(program.key, pipeline);
    return pipeline;
  }

  private bindGroup(
    program: GpuProgram,
    pipeline: Pipeline,
    call: Dispatch,
    listRange: number,
  ): GPUBindGroup {
    const buffers = [...call.reads, ...call.writes];
    let key = `${program.key}|${listRange}`;
    for (const buffer of buffers) key += `|${this.bufferId(buffer)}`;
    if (call.list) key += `|${this.bufferId(this.lists)}`;
    const known = this.bindGroups.get(key);
    if (known) return known;
    const entries: GPUBindGroupEntry[] = buffers.map((buffer, binding) => ({
      binding,
      resource: { buffer },
    }));
    entries.push({ binding: entries.length, resource: { buffer: this.uniforms, size: ALIGNMENT } });
    if (call.list) {
      entries.push({ binding: entries.length, resource: { buffer: this.lists, size: listRange } });
    }
    const group = this.device.createBindGroup({ layout: pipeline.layout, entries });
    if (this.bindGroups.size >= MAX_BIND_GROUPS) this.bindGroups.clear();
    this.bindGroups.set(key, group);
    this.bindGroupsMade++;
    return group;
  }

  private bufferId(buffer: GPUBuffer): number {
    let id = this.bufferIds.get(buffer);
    if (id === undefined) {
      id = this.nextBufferId++;
      this.bufferIds.set(buffer, id);
    }
    return id;
  }
}

/** Bytes bound for a list: a power of two, so that lists of similar length share bind groups. */
function listBinding(length: number): number {
  return Math.max(ALIGNMENT, 2 ** Math.ceil(Math.log2(4 * length)));
}

function layoutEntries(program: GpuProgram): GPUBindGroupLayoutEntry[] {
  const entry = (binding: number, buffer: GPUBufferBindingLayout): GPUBindGroupLayoutEntry => ({
    binding,
    visibility: GPUShaderStage.COMPUTE,
    buffer,
  });
  const types: GPUBufferBindingLayout[] = [
    ...Object.keys(program.reads).map((): GPUBufferBindingLayout => ({ type: "read-only-storage" })),
    ...Object.keys(program.writes).map((): GPUBufferBindingLayout => ({ type: "storage" })),
    { type: "uniform", hasDynamicOffset: true },
  ];
  if (program.list) types.push({ type: "read-only-storage", hasDynamicOffset: true });
  return types.map((type, binding) => entry(binding, type));
}
