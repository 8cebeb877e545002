import type { WriterUpdate } from "../src/protocol/writerUpdate.ts";
import type { VersionDraft } from "../src/versions/version.ts";
import type { VersionEventBody } from "../src/versions/versionEvents.ts";

/** A draft of a version of a fake model; `minute` orders them. */
export function versionDraft(name: string, parent: string | null, minute: number): VersionDraft {
  return {
    parent,
    name,
    kind: "adapter",
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
    model: { id: "fake", hash: "0".repeat(64) },
    training: null,
    accuracy: null,
    drift: null,
  };
}

/** A small adapter all of whose values are the given one. */
export function constantAdapter(value: number): WriterUpdate {
  return {
    settings: { rank: 1, alpha: 2, targets: ["q_proj"], seed: 0 },
    tensors: {
      "layers.0.q_proj.a": { shape: [4, 1], value: new Float32Array(4).fill(value) },
      "layers.0.q_proj.b": { shape: [1, 4], value: new Float32Array(4).fill(value) },
    },
  };
}

/** What the worker says where a run has left an adapter and no version has been kept. */
export const LISTED: Extract<VersionEventBody, { type: "listed" }> = {
  type: "listed",
  modelHash: "",
  lasting: true,
  versions: [],
  quarantined: [],
  earlier: [],
  current: null,
  candidate: { runId: "run", name: "A run", parent: null, kind: "adapter", steps: 1 },
};
