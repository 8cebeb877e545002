import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { editKind } from "../runs/edit/kind.ts";
import { replay } from "../runs/reduceRun.ts";
import { RECORDINGS } from "./recordings.ts";
import { parseLog } from "./runLog.ts";

describe("recordings", () => {
  it.each(RECORDINGS)("$file can be replayed by this version of the page", ({ file, model }) => {
    const state = replay(editKind, parseLog(readFileSync(`public/${file}`, "utf8")));
    expect(state.status).toBe("finished");
    expect(state.model.name).toContain(model);
  });
});
