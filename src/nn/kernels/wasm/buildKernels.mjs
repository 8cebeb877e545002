// Compiles the kernels four times, for what a browser may have: with or without shared memory (threads),
// with or without relaxed SIMD (fused multiply-add). `wasmModule.ts` picks one at run time.
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL(".", import.meta.url));
const variants = {
  "kernels.wasm": [],
  "kernels-relaxed.wasm": ["--enable", "relaxed-simd"],
  "kernels-threads.wasm": ["--enable", "threads", "--sharedMemory"],
  "kernels-threads-relaxed.wasm": ["--enable", "threads", "--sharedMemory", "--enable", "relaxed-simd"],
};

for (const [file, options] of Object.entries(variants)) {
  const { error, stderr } = await asc.main([
    "assembly/index.ts",
    "--baseDir",
    folder,
    "--config",
    `${folder}/asconfig.json`,
    "--outFile",
    `build/${file}`,
    ...options,
  ]);
  if (error) {
    console.error(stderr.toString());
    throw error;
  }
}
