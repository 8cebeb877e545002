import { describe, expect, it } from "vitest";
import { LISTED, versionDraft } from "../../../test/versionDraft.ts";
import type { Version } from "../../versions/version.ts";
import {
  DEFAULT_ACCEPTANCE,
  type VersionEvent,
  type VersionEventBody,
} from "../../versions/versionEvents.ts";
import { INITIAL_VERSIONS, readLimits, reduceVersions, type VersionState } from "./state.ts";

const version: Version = {
  ...versionDraft("first", null, 0),
  format: 1,
  id: "0123456789abcdef",
  weights: { sha256: "0".repeat(64), bytes: 10, rank: 1, alpha: 2, targets: ["q_proj"], seed: 0 },
};
const listed = (change: Partial<Extract<VersionEventBody, { type: "listed" }>> = {}): VersionEventBody => ({
  ...LISTED,
  ...change,
});
const measured: VersionEventBody = {
  type: "measured",
  measured: { runId: "run", pieces: [], drift: null, reasons: ["It drifts too far."] },
};

/** What the page shows after it has asked once and was answered so. */
function answered(...bodies: VersionEventBody[]): VersionState {
  const asked = reduceVersions(INITIAL_VERSIONS, { type: "asked", operation: "one", step: "" });
  return bodies.reduce(
    (state, body, sequence) => reduceVersions(state, { sequence, operation: "one", body }),
    asked,
  );
}

describe("what the page knows of the versions", () => {
  it("is busy from the request to its end, and says with what", () => {
    expect(answered().working).toEqual({ operation: "one", step: "" });
    expect(answered({ type: "working", step: "Measuring" }).working?.step).toBe("Measuring");
    expect(answered(listed(), { type: "done" }).working).toBeNull();
    const failure = { kind: "bad-input", message: "No.", advice: "Do something else." };
    expect(answered({ type: "failed", failure })).toMatchObject({ working: null, failure });
  });

  it("stays busy when another operation ends", () => {
    const other: VersionEvent = { sequence: 5, operation: "other", body: { type: "done" } };
    expect(reduceVersions(answered(), other).working).not.toBeNull();
  });

  it("shows a veto until the adapter is kept, or gone", () => {
    const waiting = [measured, listed(), { type: "done" } as const];
    expect(answered(...waiting).measured?.reasons).toEqual(["It drifts too far."]);
    const kept = answered(...waiting, listed({ versions: [version], current: version.id, candidate: null }));
    expect(kept.measured).toBeNull();
    expect(kept.listed?.current).toBe(version.id);
    const another = {
      runId: "another run",
      name: "Another",
      parent: null,
      kind: "adapter" as const,
      steps: 1,
    };
    expect(answered(...waiting, listed({ candidate: another })).measured).toBeNull();
  });

  it("applies an event once, and forgets everything with the model", () => {
    const state = answered(listed({ versions: [version] }));
    const stale: VersionEvent = { sequence: 0, operation: null, body: listed() };
    expect(reduceVersions(state, stale)).toBe(state);
    expect(reduceVersions(state, { type: "modelGone" })).toEqual(INITIAL_VERSIONS);
  });

  it("has nothing left to save once what was exported is saved", () => {
    const state = answered({
      type: "exported",
      folder: "a",
      files: [{ name: "a.json", bytes: new Uint8Array(1) }],
    });
    expect(state.exported?.files).toHaveLength(1);
    expect(reduceVersions(state, { type: "saved" })).toEqual({ ...state, exported: null });
  });

  it("reads the limits of an earlier visit, and no others", () => {
    const limits = { ...DEFAULT_ACCEPTANCE, kl: 0.25 };
    expect(readLimits(JSON.stringify(limits))).toEqual(limits);
    const { falsePercent: _, ...older } = { ...limits, falseStatements: 3 };
    expect(readLimits(JSON.stringify(older))).toEqual(limits);
    for (const text of [null, "{", "null", "3", JSON.stringify({ ...limits, canariesLost: -1 })]) {
      expect(readLimits(text)).toEqual(DEFAULT_ACCEPTANCE);
    }
  });
});
