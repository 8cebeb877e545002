import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { editKind } from "../../runs/edit/kind.ts";
import { openRunFile, readRunFile } from "../../runs/runFile.ts";
import { RECORDINGS } from "./recordings.ts";

describe("recordings", () => {
  it.each(RECORDINGS)("$file can be replayed by this version of the page", ({ file, model }) => {
    const state = openRunFile(editKind, readRunFile(readFileSync(`public/${file}`, "utf8"))).state;
    expect(state.status).toBe("finished");
    expect(state.model.name).toContain(model);
  });
});
