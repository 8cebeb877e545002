import { describe, expect, it } from "vitest";
import { mirrorPuzzle, writesMirrored } from "../../test/gridFake.ts";
import { toJson } from "../protocol/toJson.ts";
import type { EditBody } from "../runs/edit/events.ts";
import { arcTask } from "../tasks/arc/arcTask.ts";
import { ARC_PRESETS } from "../tasks/arc/metadata.ts";
import { runInnerLoop } from "./innerLoop.ts";

const settings = toJson({ ...ARC_PRESETS[0]!.settings, views: "one" });
const context = toJson({ name: "mirror", puzzle: mirrorPuzzle });

async function run(log?: readonly EditBody[]): Promise<EditBody[]> {
  const events: EditBody[] = [];
  const conditions = ["untouched", "self-edit", "best-fixed"] as const;
  await runInnerLoop({
    ...{ model: writesMirrored(), task: arcTask, context, settings, stepByStep: false, conditions },
    ...(log ? { log } : {}),
    emit: (event) => events.push(event),
  });
  return events;
}

describe("the examples of the first self-edit", () => {
  it("are scored once, before and after, by their places among those that were trained on", async () => {
    const events = await run();
    const told = events.filter((event) => event.type === "examplesScored");
    expect(told).toHaveLength(1);
    const { examples } = told[0]!;
    const started = events.find((event) => event.type === "trainingStarted");
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.length).toBeLessThanOrEqual(12);
    for (const { example, before, after } of examples) {
      expect(example).toBeLessThan(started!.examples);
      expect(Number.isFinite(before) && Number.isFinite(after)).toBe(true);
    }
  });

  it("are not scored again where a run goes on after its training", async () => {
    const events = await run();
    const end = events.findIndex((event) => event.type === "stationEntered" && event.station === "test");
    const rest = await run(events.slice(0, end));
    expect(rest.filter((event) => event.type === "examplesScored")).toEqual([]);
  });
});
