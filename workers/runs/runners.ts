import type { KindId } from "../../src/protocol/runEvent.ts";
import { beginBatch } from "./batch.ts";
import { beginEdit } from "./edit.ts";
import { beginRounds } from "./rounds.ts";
import type { BeginRun } from "./runner.ts";
import { beginStream } from "./stream.ts";

/** Of the kinds that can be run. */
export const BEGIN_RUN: Readonly<Partial<Record<KindId, BeginRun>>> = {
  edit: beginEdit,
  rounds: beginRounds,
  stream: beginStream,
  batch: beginBatch,
};
