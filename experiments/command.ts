import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Failure, PlaygroundError } from "../src/protocol/playgroundError.ts";
import { type Runtime, type RuntimeRequest, startRuntime } from "./runtime.ts";

/** Runs a command with its arguments. What people can act on is printed without a stack; a failure exits with 1. */
export function runCommand(main: (args: readonly string[]) => Promise<void>): void {
  main(process.argv.slice(2)).catch((error: unknown) => {
    if (error instanceof PlaygroundError) console.error(`${error.message}\n${error.advice}`);
    else console.error(error);
    process.exitCode = 1;
  });
}

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

/** @throws PlaygroundError "internal" with the run's own failure if it did not finish */
export function insistOnEnd({ status, failure }: { status: string; failure: Failure | null }): void {
  if (status === "finished") return;
  const { message, advice } = failure ?? { message: "The run was cancelled.", advice: "" };
  throw new PlaygroundError("internal", message, advice);
}
