import { PlaygroundError } from "../src/protocol/playgroundError.ts";

/** Runs a command with its arguments. What people can act on is printed without a stack; a failure exits with 1. */
export function runCommand(main: (args: readonly string[]) => Promise<void>): void {
  main(process.argv.slice(2)).catch((error: unknown) => {
    if (error instanceof PlaygroundError) console.error(`${error.message}\n${error.advice}`);
    else console.error(error);
    process.exitCode = 1;
  });
}
