import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Runtime, type RuntimeRequest, startRuntime } from "./runtime.ts";

interface Measurement<Result> {
  run(runtime: Runtime): Promise<Result>;
  table(result: Result): string;
}

/** What every command does: the model is loaded, used and let go; the result is written as one JSON, its table printed. */
export async function measure<Result>(
  options: RuntimeRequest & { json: string },
  { run, table }: Measurement<Result>,
): Promise<void> {
  // Before the run, which writes its log beside the result.
  await mkdir(dirname(options.json), { recursive: true });
  const runtime = await startRuntime(options);
  try {
    const result = await run(runtime);
    await writeFile(options.json, `${JSON.stringify(result, null, 1)}\n`);
    console.log(table(result));
  } finally {
    runtime.close();
  }
}
