import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadKind } from "../app/runs/kinds.ts";
import { RECORDINGS, recordingFile, SUMMARIES_FILE } from "./recordings.ts";
import { summariseRun } from "./reduceRun.ts";
import { openRunFile, readRunFile } from "./runFile.ts";
import { ticksOf } from "./ticks.ts";

const read = (path: string) => readFileSync(`public/${path}`, "utf8");
const summaries = JSON.parse(read(SUMMARIES_FILE));

const made = RECORDINGS.filter(({ id }) => id in summaries);

describe("recordings", () => {
  it.each(made)("$id opens, ends as its line says, and is small", async ({ id, kind, task, moment }) => {
    const text = read(recordingFile(id));
    const runKind = await loadKind(kind);
    const { log, state } = openRunFile(runKind, readRunFile(text));
    expect(state).toMatchObject({ status: "finished", task, runId: id });
    expect(state.model.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(runKind.summarySchema.parse(summaries[id])).toEqual(summariseRun(runKind, state, "recorded"));
    if (moment !== undefined) expect(ticksOf(runKind, log).map(({ label }) => label)).toContain(moment);
    expect(gzipSync(text).length).toBeLessThan(300_000);
  });
});
