/**
 * A compute shader of ours and how its buffers are bound: `reads` first, then `writes`, then the scalars
 * (a uniform block), then, if the program has one, the list of integers.
 */
export interface GpuProgram {
  /** Names the pipeline; must encode every parameter that changes the code. */
  key: string;
  /** Storage buffers by name → WGSL element type, e.g. `{ x: "vec4<f32>" }`. */
  reads: Record<string, string>;
  writes: Record<string, string>;
  /** Fields of the uniform `u`, in order. */
  scalars: Record<string, "u32" | "f32">;
  /** Whether an array of i32 that differs at every call (positions, lengths) is bound as `list`. */
  list: boolean;
  /** Threads per workgroup, in one dimension. */
  threads: number;
  /** Declarations before the entry point: functions, workgroup memory. */
  declarations: string;
  /** Body of the entry point; sees `wg`, `groups` and `thread`. */
  body: string;
}

/** Whole WGSL source of a program. */
export function shaderSource(program: GpuProgram): string {
  const lines: string[] = [];
  let binding = 0;
  for (const [name, type] of Object.entries(program.reads)) {
    lines.push(`@group(0) @binding(${binding++}) var<storage, read> ${name}: array<${type}>;`);
  }
  for (const [name, type] of Object.entries(program.writes)) {
    lines.push(`@group(0) @binding(${binding++}) var<storage, read_write> ${name}: array<${type}>;`);
  }
  const fields = Object.entries(program.scalars).map(([name, type]) => `${name}: ${type},`);
  lines.push(`struct Scalars { ${fields.join(" ")} }`);
  lines.push(`@group(0) @binding(${binding++}) var<uniform> u: Scalars;`);
  if (program.list) lines.push(`@group(0) @binding(${binding}) var<storage, read> list: array<i32>;`);
  return `${lines.join("\n")}
${program.declarations}
@compute @workgroup_size(${program.threads})
fn main(
  @builtin(workgroup_id) wg: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
) {
${program.body}
}
`;
}

/** Workgroups in x and y for `count` one-dimensional workgroups: a dimension holds at most 65,535. */
export function flatGrid(count: number): [number, number, number] {
  const x = Math.min(count, 65_535);
  return [x, Math.ceil(count / x), 1];
}

/** WGSL for the number of this workgroup in a `flatGrid`. */
export const FLAT_GROUP = "wg.x + wg.y * groups.x";

const known = new Map<string, GpuProgram>();

/** The program of that key, generated on first use: a dispatch must not cost the making of source text. */
export function programOf(key: string, make: () => Omit<GpuProgram, "key">): GpuProgram {
  let program = known.get(key);
  if (!program) {
    program = { key, ...make() };
    known.set(key, program);
  }
  return program;
}
