import { describe, expect, it } from "vitest";
import { recordedRun } from "../../../test/fixtures/recordedRun.ts";
import type { BackendReport, ModelEntry } from "../../protocol/events.ts";
import { editKind } from "../../runs/edit/kind.ts";
import { replay, summariseRun } from "../../runs/reduceRun.ts";
import { expectedAgain, expectedTime } from "./expectedTime.ts";

const run = { ...summariseRun(editKind, replay(editKind, recordedRun()), "own"), elapsedMs: 200_000 };
const model: ModelEntry = {
  id: "m",
  name: run.model,
  parameters: run.parameters,
  downloadBytes: 0,
  memoryBytes: 0,
  licence: "",
  description: "",
  origin: "hub",
  cachedBytes: 0,
};
const wasm: BackendReport = {
  webgpu: { available: false, software: false, detail: "" },
  wasm: { available: true, threads: 2, detail: "" },
  crossOriginIsolated: true,
};

describe("expectedTime", () => {
  it("trusts the last finished run of the same model most", () => {
    const runs = [{ ...run, status: "failed" as const, elapsedMs: 1 }, run];
    expect(expectedTime(model, runs, wasm)).toEqual({ seconds: 200, basis: "measured" });
  });

  it("scales another model's run by size, but none that waited for its reader", () => {
    const larger = { ...model, name: "Larger", parameters: 3 * run.parameters };
    expect(expectedTime(larger, [run], wasm)).toEqual({ seconds: 600, basis: "scaled" });
    expect(expectedTime(larger, [{ ...run, stepByStep: true }], wasm)?.basis).toBe("rough");
  });

  it("concludes nothing from, or about, the small model that comes with the page", () => {
    const tiny = { ...run, model: "Tiny", parameters: 500_000 };
    expect(expectedTime(model, [tiny], wasm)?.basis).toBe("rough");
    expect(expectedTime({ ...model, name: "New", origin: "embedded" }, [run], wasm)).toBeNull();
  });

  it("guesses for WebAssembly, and says nothing where it knows nothing", () => {
    expect(expectedTime(model, [], wasm)?.seconds).toBeCloseTo(202, 0);
    expect(expectedTime(model, [], null)).toBeNull();
    const gpu = { ...wasm, webgpu: { available: true, software: false, detail: "" } };
    expect(expectedTime(model, [], gpu)).toBeNull();
  });
});

describe("expectedAgain", () => {
  it("takes what the recording took, by how fast this device was with the like of another recording", () => {
    const recorded = { ...run, source: "recorded" as const, elapsedMs: 100_000 };
    expect(expectedAgain(60_000, [], [recorded])).toEqual({ seconds: 60, basis: "recorded" });
    expect(expectedAgain(60_000, [{ ...run, stepByStep: true }], [recorded]).basis).toBe("recorded");
    const other = { ...run, settings: { seed: 7 } };
    expect(expectedAgain(60_000, [other], [recorded]).basis).toBe("recorded");
    const again = { ...run, settings: { ...Object(run.settings), seed: 7 } };
    expect(expectedAgain(60_000, [other, again], [recorded])).toEqual({ seconds: 120, basis: "scaled" });
  });
});
