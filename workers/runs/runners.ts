import { PlaygroundError } from "../../src/protocol/playgroundError.ts";
import type { KindId } from "../../src/protocol/runEvent.ts";
import { beginBatch } from "./batch.ts";
import { beginEdit } from "./edit.ts";
import { beginRounds } from "./rounds.ts";
import type { BeginRun } from "./runner.ts";
import { beginStream } from "./stream.ts";

/** Of the kinds that can be run. */
const BEGIN_RUN: Readonly<Partial<Record<KindId, BeginRun>>> = {
  edit: beginEdit,
  rounds: beginRounds,
  stream: beginStream,
  batch: beginBatch,
};

/** @throws PlaygroundError "bad-input" for a kind, a set-up or a log that cannot be run */
export const beginRun: BeginRun = (command, host) => {
  const begin = BEGIN_RUN[command.kind];
  if (begin !== undefined) return begin(command, host);
  const message = "What was done with versions cannot be run.";
  throw new PlaygroundError("bad-input", message, "Ask for each step of it.");
};
