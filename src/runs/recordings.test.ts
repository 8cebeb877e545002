import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadKind } from "./kinds.ts";
import { RECORDINGS, recordingFile, SUMMARIES_FILE } from "./recordings.ts";
import { summariseRun } from "./reduceRun.ts";
import { openRunFile, readRunFile } from "./runFile.ts";
import { ticksOf } from "./ticks.ts";

const read = (path: string) => readFileSync(`public/${path}`, "utf8");
const summaries = JSON.parse(read(SUMMARIES_FILE));

describe("recordings", () => {
  it.each(RECORDINGS)(
    "$id opens, ends as its line says, and is small",
    async ({ id, kind, task, moment }) => {
      const text = read(recordingFile(id));
      const runKind = await loadKind(kind);
      const { log, state } = await openRunFile(runKind, readRunFile(text));
      expect(state).toMatchObject({ status: "finished", task, runId: id });
      expect(state.model.hash).toMatch(/^[0-9a-f]{64}$/);
      expect(runKind.summarySchema.parse(summaries[id])).toEqual(summariseRun(runKind, state, "recorded"));
      if (moment !== undefined) expect(ticksOf(runKind, log).map(({ label }) => label)).toContain(moment);
      expect(gzipSync(text).length).toBeLessThan(300_000);
    },
  );

  it("are all that lies there", () => {
    const files = [...RECORDINGS.map(({ id }) => recordingFile(id)), SUMMARIES_FILE];
    expect(
      readdirSync("public/recorded")
        .map((name) => `recorded/${name}`)
        .sort(),
    ).toEqual(files.sort());
    expect(Object.keys(summaries).sort()).toEqual(RECORDINGS.map(({ id }) => id).sort());
  });
});
