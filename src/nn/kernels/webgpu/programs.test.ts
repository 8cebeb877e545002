import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  attentionBackwardKeysProgram,
  attentionBackwardQueriesProgram,
} from "./attentionBackwardPrograms.ts";
import { attentionProgram } from "./attentionProgram.ts";
import * as elementwise from "./elementwisePrograms.ts";
import { type GpuProgram, shaderSource } from "./gpuProgram.ts";
import { lossProgram } from "./headLoss.ts";
import { appendProgram, selectProgram } from "./kvCache.ts";
import { loraDownProgram, loraGradientsProgram } from "./loraPrograms.ts";
import { matmulProgram } from "./matmulProgram.ts";
import { matvecProgram } from "./matvecProgram.ts";
import { rmsNormBackwardProgram, rmsNormProgram } from "./normProgram.ts";
import { sumProgram } from "./sum.ts";
import type { WeightLayout } from "./weightReader.ts";

/** What every WebGPU device grants, whatever it is. */
const LIMITS = { storageBuffers: 8, workgroupBytes: 16_384, threads: 256 };

const WEIGHTS: readonly WeightLayout[] = [
  { format: "f32", cols: 64, blockSize: 0 },
  { format: "f32", cols: 66, blockSize: 0 },
  { format: "f16", cols: 64, blockSize: 0 },
  { format: "f16", cols: 66, blockSize: 0 },
  { format: "bf16", cols: 64, blockSize: 0 },
  { format: "bf16", cols: 66, blockSize: 0 },
  { format: "q8", cols: 64, blockSize: 16 },
  { format: "q8", cols: 64, blockSize: 32 },
  { format: "q4", cols: 64, blockSize: 32 },
];
/** Of the families that are read, and awkward ones. */
const HEAD_DIMS = [8, 12, 15, 16, 18, 32, 48, 64, 80, 96, 128, 256];

const programs = new Map<string, GpuProgram>(
  [
    elementwise.addProgram(),
    elementwise.zeroProgram(),
    elementwise.sumPlanesProgram(),
    elementwise.gluProgram(),
    elementwise.gluBackwardProgram(),
    elementwise.ropeProgram(),
    elementwise.copyProgram(),
    elementwise.adamWProgram(),
    appendProgram(),
    selectProgram(),
    lossProgram(),
    loraGradientsProgram(),
    rmsNormProgram(),
    rmsNormBackwardProgram(),
    ...[4, 8, 16, 32, 64].map(loraDownProgram),
    ...Array.from({ length: 7 }, (_, i) => [sumProgram(i + 1, true), sumProgram(i + 1, false)]).flat(),
    ...WEIGHTS.flatMap((weights) => [
      ...[64, 66].flatMap((k) => [matmulProgram(weights, k, false), matmulProgram(weights, k, true)]),
      ...[1, 2, 3, 4, 8].map((rows) => matvecProgram(weights, rows)),
    ]),
    ...HEAD_DIMS.flatMap((headDim) => [
      ...[1, 2, 8, 64].map((newTokens) => attentionProgram(headDim, newTokens)),
      attentionBackwardQueriesProgram(headDim),
      attentionBackwardKeysProgram(headDim),
    ]),
  ].map((program) => [program.key, program]),
);

/** Bytes of WGSL's types as workgroup memory holds them. */
const BYTES: Readonly<Record<string, number>> = {
  f32: 4,
  u32: 4,
  i32: 4,
  "vec2<f32>": 8,
  "vec4<f32>": 16,
};

function workgroupBytes({ declarations }: GpuProgram): number {
  const arrays = [...declarations.matchAll(/var<workgroup>\s+\w+\s*:\s*array<(.+),\s*(\d+)>;/g)];
  // Nothing is declared in a form that is not counted here.
  expect(arrays).toHaveLength(declarations.split("var<workgroup>").length - 1);
  return arrays.reduce((sum, [, type = "", length]) => sum + (BYTES[type] ?? Number.NaN) * Number(length), 0);
}

test.each([...programs.values()].map((program) => [program.key, program] as const))(
  "%s stays within what every device grants",
  (_, program) => {
    const buffers = { ...program.reads, ...program.writes };
    const storageBuffers = Object.keys(buffers).length + (program.list ? 1 : 0);
    expect(storageBuffers).toBeLessThanOrEqual(LIMITS.storageBuffers);
    expect(program.threads).toBeLessThanOrEqual(LIMITS.threads);
    expect(workgroupBytes(program)).toBeLessThanOrEqual(LIMITS.workgroupBytes);
  },
);

const isNagaThere = spawnSync("naga", ["--version"]).status === 0;

/** Firefox's compiler of shaders; `cargo install naga-cli` brings it. */
test.runIf(isNagaThere)("naga accepts every program", () => {
  const folder = mkdtempSync(join(tmpdir(), "programs-"));
  const files = [...programs.values()].map((program, index) => {
    const file = join(folder, `${index}-${program.key}.wgsl`);
    writeFileSync(file, shaderSource(program));
    return file;
  });
  const { status, stderr } = spawnSync("naga", ["--bulk-validate", ...files], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
