import { Pacer } from "../protocol/pacer.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { type AnyRunEvent, type RunEvent, runEventSchema } from "../protocol/runEvent.ts";
import type { z } from "../protocol/zod.ts";
import { migrateEvent } from "./migrations.ts";
import { ofAnotherVersion } from "./reduceRun.ts";
import type { AnyBody, RunKind } from "./runKind.ts";

export type Readable<Body extends AnyBody> = Pick<RunKind<Body>, "id" | "noun" | "version" | "bodySchema">;

/**
 * An event from outside: a file, the browser's storage, the worker. Of earlier versions it is brought to that of today.
 *
 * @param place in its log, where that is known
 * @throws PlaygroundError "bad-input" that says what is wrong with it
 */
export function readEvent<Body extends AnyBody>(
  kind: Readable<Body>,
  value: unknown,
  place?: number,
): RunEvent<Body> {
  const envelope = runEventSchema.safeParse(value);
  if (!envelope.success) throw unreadable(kind, place, envelope.error);
  const { body, ...event } = migrateEvent(kind.id, envelope.data);
  if (event.version !== kind.version) throw ofAnotherVersion(kind, event.version);
  const parsed = kind.bodySchema.safeParse(body);
  if (!parsed.success) throw unreadable(kind, event.sequence, parsed.error);
  return { ...event, body: parsed.data };
}

/** The event, or null where it cannot be read. */
export function tryReadEvent<Body extends AnyBody>(
  kind: Readable<Body>,
  value: unknown,
): RunEvent<Body> | null {
  try {
    return readEvent(kind, value);
  } catch {
    return null;
  }
}

/** Every event is checked; that they are a whole run is found by replaying them. @throws PlaygroundError "bad-input" */
export function readLog<Body extends AnyBody>(
  kind: Readable<Body>,
  values: readonly unknown[],
): RunEvent<Body>[] {
  return values.map((value, place) => readEvent(kind, value, place));
}

/** The same where somebody may want to use the page meanwhile: a long log takes seconds. @throws PlaygroundError "bad-input", "cancelled" */
export async function readLogInSlices<Body extends AnyBody>(
  kind: Readable<Body>,
  values: readonly unknown[],
  signal?: AbortSignal,
): Promise<RunEvent<Body>[]> {
  const pacer = new Pacer(signal);
  const log: RunEvent<Body>[] = [];
  for (const [place, value] of values.entries()) {
    log.push(readEvent(kind, value, place));
    await pacer.pause();
  }
  return log;
}

function unreadable(
  { noun }: { noun: string },
  place: number | undefined,
  error: z.core.$ZodError,
): PlaygroundError {
  const which = place === undefined ? "an event" : `event ${place}`;
  return new PlaygroundError(
    "bad-input",
    `The log of this ${noun} cannot be read: ${which}: ${firstIssue(error)}.`,
    "Choose the file of another run, or run it again.",
  );
}

/** "body.edit: is missing", as people can report it. */
export function firstIssue(error: z.core.$ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "it has the wrong shape";
  const path = issue.path.map(String).join(".");
  return path ? `${path}: ${issue.message}` : issue.message;
}

/** A log from the browser's storage; null where it can no longer be read. */
export async function readLogOrNull<Body extends AnyBody>(
  kind: Readable<Body>,
  value: unknown,
): Promise<RunEvent<Body>[] | null> {
  if (!Array.isArray(value) || value.length === 0) return null;
  try {
    return await readLogInSlices(kind, value);
  } catch {
    return null;
  }
}

/** As an event is sent: to who only passes it on, a body is any record. */
export function toMessage(event: RunEvent<AnyBody>): AnyRunEvent {
  return { ...event, body: { ...event.body } };
}
