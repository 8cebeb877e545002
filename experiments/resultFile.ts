import { readFile } from "node:fs/promises";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { z } from "../src/protocol/zod.ts";
import type { ResultForm } from "../src/tasks/commands/taskCommands.ts";

/** The result of a command in a file. @throws PlaygroundError "bad-input" that says what the file is not, and what writes one */
export async function readResultFile<Result>(path: string, form: ResultForm<Result>): Promise<Result> {
  return checked(path, await jsonIn(path, [form]), form);
}

/** The result in a file of whichever of the commands wrote it. @throws PlaygroundError "bad-input" */
export async function readAnyResultFile<Form extends ResultForm>(
  path: string,
  forms: readonly Form[],
): Promise<{ form: Form; result: object }> {
  const value = await jsonIn(path, forms);
  const format = formatOf(value);
  const form = forms.find((known) => known.format === format);
  if (form === undefined) throw noResult(path, forms, whatItIs(format));
  return { form, result: checked(path, value, form) };
}

function checked<Result>(path: string, value: unknown, form: ResultForm<Result>): Result {
  const format = formatOf(value);
  if (format !== form.format) throw noResult(path, [form], whatItIs(format));
  const result = form.schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.length ? ` at “${issue.path.join(".")}”` : "";
  throw noResult(path, [form], `it is one in part: ${issue?.message}${place}`);
}

async function jsonIn(path: string, forms: readonly Pick<ResultForm, "command">[]): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw noResult(path, forms, isMissing ? "there is no such file" : "it cannot be read");
  });
  try {
    return JSON.parse(text);
  } catch {
    throw noResult(path, forms, "it is not JSON");
  }
}

function formatOf(value: unknown): string | undefined {
  return z.object({ format: z.string() }).safeParse(value).data?.format;
}

function whatItIs(format: string | undefined): string {
  return format === undefined
    ? "it does not say what it is of"
    : `it is of the form “${format.slice(0, 60)}”`;
}

function noResult(path: string, forms: readonly Pick<ResultForm, "command">[], why: string): PlaygroundError {
  const commands = forms.map(({ command }) => command);
  const last = commands.pop()!;
  const listed = commands.length > 0 ? `${commands.join(", ")} or ${last}` : last;
  return new PlaygroundError(
    "bad-input",
    `${path} is no result of ${listed}: ${why}.`,
    "Name the file that was given to it as --json.",
  );
}
